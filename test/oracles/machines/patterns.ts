/** Rows of numbers. */
type Rows = readonly (readonly number[])[];

/** Places of the `count` largest magnitudes of some places, the first at a tie. */
function largest(rows: Rows, places: readonly (readonly [row: number, column: number])[], count: number) {
  const ranked = places
    .filter(([row, column]) => rows[row][column] !== 0)
    .map((place, order) => ({ place, order, magnitude: Math.abs(rows[place[0]][place[1]]) }))
    .toSorted((a, b) => b.magnitude - a.magnitude || a.order - b.order);
  return ranked.slice(0, count).map(({ place }) => place.join());
}

/** Prunes by brute force: `sets` are places that share a budget, each with how many of them stay; places come column after column. */
export function keepOnly(
  rows: Rows,
  sets: readonly { readonly places: readonly (readonly [number, number])[]; readonly count: number }[],
): number[][] {
  const kept = new Set(sets.flatMap(({ places, count }) => largest(rows, places, count)));
  return rows.map((row, r) => row.map((value, c) => (kept.has(`${r},${c}`) ? value : 0)));
}

/** Places of a matrix that a test chooses, column after column. */
export function placesWhere(rows: Rows, chosen: (row: number, column: number) => boolean): [number, number][] {
  return rows[0].flatMap((_, column) =>
    rows.flatMap((__, row): [number, number][] => (chosen(row, column) ? [[row, column]] : [])),
  );
}
