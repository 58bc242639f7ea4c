/** What a quantity measures; `number` is a plain number (a share in per cent is one). */
export type Dimension =
  | 'number'
  | 'frequency'
  | 'time'
  | 'energy'
  | 'power'
  | 'length'
  | 'area'
  | 'information'
  | 'voltage'
  | 'dataRate'
  | 'energyPerBit'
  | 'energyPerLength'
  | 'temperature';

/** One unit is factor x 10^exponent of the coherent unit of its dimension (Hz, s, J, W, m, m2, bit, V, K). */
export interface Unit {
  readonly dimension: Dimension;
  readonly exponent: number;
  readonly factor: number;
}

/** How a dimension is called in messages, and the unit in which an expression's result is taken. */
export const DIMENSIONS: Readonly<Record<Dimension, { readonly words: string; readonly unit: string }>> = {
  number: { words: 'a number', unit: '' },
  frequency: { words: 'a frequency', unit: 'Hz' },
  time: { words: 'a time', unit: 's' },
  energy: { words: 'an energy', unit: 'pJ' },
  power: { words: 'a power', unit: 'mW' },
  length: { words: 'a length', unit: 'nm' },
  area: { words: 'an area', unit: 'um2' },
  information: { words: 'an amount of information', unit: 'bit' },
  voltage: { words: 'a voltage', unit: 'V' },
  dataRate: { words: 'a data rate', unit: 'bit/s' },
  energyPerBit: { words: 'an energy per bit', unit: 'pJ/bit' },
  energyPerLength: { words: 'an energy per length', unit: 'pJ/mm' },
  temperature: { words: 'a temperature', unit: 'K' },
};

const SMALL = { a: -18, f: -15, p: -12, n: -9, u: -6, m: -3 };
const LARGE = { k: 3, M: 6, G: 9, T: 12, P: 15 };
const DECIMAL: Readonly<Record<string, number>> = { ...SMALL, '': 0, ...LARGE };
const MULTIPLES: Readonly<Record<string, number>> = { '': 0, ...LARGE };
const BINARY = ['Ki', 'Mi', 'Gi', 'Ti'];

function decimal(
  dimension: Dimension,
  symbol: string,
  prefixes: Readonly<Record<string, number>>,
  power = 1,
  factor = 1,
) {
  return Object.entries(prefixes).map(([prefix, exponent]): [string, Unit] => [
    symbol.replace('*', prefix),
    { dimension, exponent: exponent * power, factor },
  ]);
}

function binary(symbol: string, factor: number) {
  return BINARY.map((prefix, index): [string, Unit] => [
    `${prefix}${symbol}`,
    { dimension: 'information', exponent: 0, factor: factor * 1024 ** (index + 1) },
  ]);
}

/**
 * Every unit that a config may use, by name; `*` is where a prefix goes. kB is 1000 byte and KiB is 1024 byte; KB is left out
 * on purpose, so that nobody has to guess. Names with a bare letter that mathjs knows (N, T, h) are left out: a misspelt name is no unit.
 */
export const UNITS: ReadonlyMap<string, Unit> = new Map<string, Unit>([
  ['', { dimension: 'number', exponent: 0, factor: 1 }],
  ['%', { dimension: 'number', exponent: -2, factor: 1 }],
  ...decimal('frequency', '*Hz', DECIMAL),
  ...decimal('time', '*s', { ...SMALL, '': 0 }),
  ...decimal('energy', '*J', DECIMAL),
  ...decimal('power', '*W', DECIMAL),
  ...decimal('length', '*m', { ...SMALL, c: -2, '': 0 }),
  ...decimal('area', '*m2', { ...SMALL, '': 0 }, 2),
  ...decimal('temperature', 'K', { '': 0 }),
  ...decimal('voltage', '*V', { m: -3, '': 0 }),
  ...['b', 'bit', 'bits'].flatMap((name) =>
    decimal('information', name.length > 1 ? name : '*b', name.length > 1 ? { '': 0 } : MULTIPLES),
  ),
  ...['B', 'byte', 'bytes'].flatMap((name) =>
    decimal('information', name.length > 1 ? name : '*B', name.length > 1 ? { '': 0 } : MULTIPLES, 1, 8),
  ),
  ...binary('b', 1),
  ...binary('B', 8),
  ...decimal('dataRate', '*b/s', MULTIPLES),
  ...decimal('dataRate', '*bit/s', { '': 0 }),
  ...decimal('dataRate', '*B/s', MULTIPLES, 1, 8),
  ...decimal('energyPerBit', '*J/bit', SMALL),
  ...decimal('energyPerLength', '*J/mm', SMALL).map(([name, unit]): [string, Unit] => [
    name,
    { ...unit, exponent: unit.exponent + 3 },
  ]),
]);

/** What is wrong with a unit that is none; `example` is a value as it should be written. */
export function unknownUnit(unit: string, example: string | number): string {
  return `no unit "${unit}"; ${unitHint(unit) ?? `write e.g. ${example}`}`;
}

/** Did the user mean another unit? KB is answered with kB and KiB, `mhz` with MHz; undefined when nothing is near. */
export function unitHint(name: string): string | undefined {
  const kilo = /^K(B|b|byte|bit)$/.exec(name)?.[1];
  if (kilo !== undefined)
    return `write ${kilo === 'B' || kilo === 'byte' ? 'kB (1000 byte) or KiB (1024 byte)' : 'kb (1000 bit) or Kib (1024 bit)'}`;
  if (/^(C|degC|celsius)$/i.test(name)) return 'write kelvin: 358 K for 85 degrees Celsius';
  const same = [...UNITS.keys()].filter((unit) => unit !== '' && unit.toLowerCase() === name.toLowerCase());
  return same.length === 0 ? undefined : `did you mean ${same.join(' or ')}?`;
}
