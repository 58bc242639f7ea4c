/** Where a value lies in a config: keys of mappings and indices of lists. */
export type FieldPath = readonly (string | number)[];

/** `layers[0].generate.rows`. */
export function formatPath(path: FieldPath): string {
  return path.reduce<string>(
    (text, part) => (typeof part === 'number' ? `${text}[${part}]` : text === '' ? part : `${text}.${part}`),
    '',
  );
}

/** The reverse of formatPath, for keys without dots; `a.0` and `a[0]` mean the same. */
export function parsePath(text: string): FieldPath {
  return text
    .replace(/\[(\d+)\]/g, '.$1')
    .split('.')
    .map((part) => (/^\d+$/.test(part) ? Number(part) : part));
}

/** The value at a path of plain mappings and lists, own keys only; undefined where there is none. */
export function valueAt(root: unknown, path: FieldPath): unknown {
  return path.reduce<unknown>(
    (value, part) =>
      typeof value === 'object' && value !== null && Object.hasOwn(value, part)
        ? (value as Record<string | number, unknown>)[part]
        : undefined,
    root,
  );
}
