import type { Layer } from '../../network/layer.ts';
import { namesText, ofOtherLayers } from '../group-warnings.ts';

/** The warnings of a network of which only some layers ran: what was said of the others gives way to one line that names them, as their weights take room all the same. */
export function warningsOfRun(
  warnings: readonly string[],
  layers: readonly Layer[],
  run: ReadonlySet<string>,
): readonly string[] {
  const others = layers.filter(({ name }) => !run.has(name));
  if (others.length === 0) return warnings;
  const names = others.map(({ name }) => name);
  const weights = others.reduce((sum, { matrix }) => sum + matrix.columnStart[matrix.columns], 0);
  const [lie, are] = others.length === 1 ? ['1 layer lies', 'is'] : [`${others.length} layers lie`, 'are'];
  return [
    ...ofOtherLayers(warnings, new Set(names)),
    `${lie} in a branch that these inputs do not take, and ${are} not counted (${weights} weights): ${namesText(names)}`,
  ];
}
