/** One prefix for a whole axis or column: a value in the base unit times `factor` is a number in `unit`. */
export interface Scaled {
  readonly factor: number;
  /** Such as `nJ` or `us`. */
  readonly unit: string;
}

/** Powers of a thousand; `u` stands for micro, as everywhere in the project's names. */
const prefixes = [
  ['f', -15],
  ['p', -12],
  ['n', -9],
  ['u', -6],
  ['m', -3],
  ['', 0],
  ['k', 3],
  ['M', 6],
  ['G', 9],
  ['T', 12],
] as const;

/**
 * The prefix in which the largest value reads between 1 and 1000, for values in `unit` times 10^exponent
 * (energies in pJ: exponent -12). Zero and non-finite values keep the prefix they have.
 */
export function siPrefix(largest: number, unit: string, exponent: number): Scaled {
  const magnitude = Math.abs(largest);
  const fits = prefixes.filter(([, power]) => magnitude * 10 ** (exponent - power) >= 0.9995);
  const own = prefixes.find(([, power]) => power === exponent)!;
  const [prefix, power] = magnitude > 0 && Number.isFinite(magnitude) ? (fits[fits.length - 1] ?? prefixes[0]) : own;
  return { factor: exponent >= power ? 10 ** (exponent - power) : 1 / 10 ** (power - exponent), unit: prefix + unit };
}
