/** So many warnings of one kind are told one by one, and so many names. */
const FEW = 3;

/**
 * Warnings that say the same of several layers (`LAYER: text`, but for its numbers), as one with their count and the first layers; others stay as they are,
 * each once. A group stands where its first warning stood.
 */
export function groupWarnings(warnings: readonly string[], layers: readonly string[]): string[] {
  const names = new Set(layers);
  const groups = new Map<string, { readonly layer?: string; readonly text: string }[]>();
  for (const text of new Set(warnings)) {
    const layer = layerOf(text, names);
    const kind = layer === undefined ? text : `layer:${text.slice(layer.length).replace(/\d+(\.\d+)?/g, '#')}`;
    groups.set(kind, [...(groups.get(kind) ?? []), layer === undefined ? { text } : { layer, text }]);
  }
  return [...groups.values()].flatMap((group) => {
    if (group.length <= FEW) return group.map(({ text }) => text);
    const [first, ...others] = group;
    return [`${first.text} (and ${others.length} other layers alike: ${namesText(others.map(({ layer }) => layer))})`];
  });
}

/** The warnings that begin with none of these layers. */
export function ofOtherLayers(warnings: readonly string[], layers: ReadonlySet<string>): string[] {
  return warnings.filter((text) => layerOf(text, layers) === undefined);
}

/** The first of some names, and that there are more. */
export function namesText(names: readonly (string | undefined)[]): string {
  const shown = names.slice(0, FEW).join(', ');
  return names.length > FEW ? `${shown}, ...` : shown;
}

/** The layer that a warning begins with; a name may hold a colon itself. */
function layerOf(text: string, names: ReadonlySet<string>): string | undefined {
  for (let end = text.indexOf(': '); end >= 0; end = text.indexOf(': ', end + 1))
    if (names.has(text.slice(0, end))) return text.slice(0, end);
  return undefined;
}
