/** Endings of names and the units they mean (names of numbers end in their unit). */
const ENDINGS: readonly (readonly [RegExp, string])[] = [
  [/PjS$/, 'pJ s'],
  [/Pj$/, 'pJ'],
  [/Us$/, 'us'],
  [/Mw$/, 'mW'],
  [/Mm2$/, 'mm2'],
  [/Hz$/, 'Hz'],
  [/Nm$/, 'nm'],
  [/Bytes$/, 'B'],
  [/Bits$/, 'bit'],
  [/[cC]ycles$/, 'cycles'],
];

/** The unit that a path of the record names (`energyPj.total`: pJ), or ''. */
export function unitOfName(path: string): string {
  for (const part of path.split('.').toReversed()) {
    const found = ENDINGS.find(([ending]) => ending.test(part));
    if (found !== undefined) return found[1];
  }
  return '';
}
