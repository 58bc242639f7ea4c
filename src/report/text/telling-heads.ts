/**
 * Names less what follows a dot, slash or colon where nothing is told apart by it: `conv1` of `conv1/Conv2D/ReadVariableOp:0` beside `conv2/Conv2D/ReadVariableOp:0`. Of what
 * fits as much is kept as there is room for.
 */
export function tellingHeads(names: readonly string[], fits: (text: string) => boolean): string[] {
  const owners = new Map<string, Set<number>>();
  const heads = names.map((name, k) => {
    const own = headsOf(name);
    for (const head of own) owners.set(head, (owners.get(head) ?? new Set()).add(k));
    return own;
  });
  return names.map((name, k) => {
    if (fits(name)) return name;
    const telling = heads[k].filter((head) => owners.get(head)!.size === 1);
    return telling.find(fits) ?? telling.at(-1) ?? name;
  });
}

/** A name, and what stands before each of its separators, the longest first; a separator at its beginning has nothing before it. */
function headsOf(name: string): string[] {
  const ends = Array.from(name.slice(1).matchAll(/[./:]/g), ({ index }) => index + 1);
  return [name, ...ends.toReversed().map((end) => name.slice(0, end))];
}
