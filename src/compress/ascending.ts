import { sortedFloats } from './sort-floats.ts';

/** Values in ascending order. */
export interface Ascending {
  readonly values: Float32Array;
  /** Where values that are equal are told once: how many of all lie before each of them, and behind the last. Otherwise each stands for itself. */
  readonly starts?: Uint32Array;
}

/** Lower bits that are 0 in every float of half precision. */
const BELOW_HALF = 13;
/** The same of bfloat16, of which half as many bits again are the exponent. */
const BELOW_BRAIN = 16;
/** Fewer values are sorted before so many counters are looked at. */
const WORTH_COUNTING = 2 ** 16;
/** Values that are looked at before it is asked whether they may be counted. */
const BLOCK = 2 ** 12;

/** The values in ascending order; those of formats of 16 bits, which are many and few of them different, are counted and not sorted. NaN is not expected. */
export function ascending(values: Float32Array): Ascending {
  const below = values.length < WORTH_COUNTING ? 0 : emptyBits(values);
  return below === 0 ? { values: sortedFloats(values) } : counted(values, below);
}

/** How many of the lower bits are 0 in all values: those of a format of 16 bits, or 0. */
function emptyBits(values: Float32Array): number {
  const patterns = new Int32Array(values.buffer, values.byteOffset, values.length);
  let all = 0;
  for (let from = 0; from < patterns.length; from += BLOCK) {
    const end = Math.min(from + BLOCK, patterns.length);
    for (let k = from; k < end; k++) all |= patterns[k];
    if ((all & (2 ** BELOW_HALF - 1)) !== 0) return 0;
  }
  return (all & (2 ** BELOW_BRAIN - 1)) === 0 ? BELOW_BRAIN : BELOW_HALF;
}

function counted(values: Float32Array, below: number): Ascending {
  const patterns = new Uint32Array(values.buffer, values.byteOffset, values.length);
  const counts = new Uint32Array(2 ** (32 - below));
  for (let k = 0; k < patterns.length; k++) counts[patterns[k] >>> below]++;
  const half = counts.length / 2;
  // of negative numbers the pattern falls while the number rises
  const found = [...counts.keys()].filter((upper) => counts[upper] > 0);
  const order = [...found.filter((upper) => upper >= half).toReversed(), ...found.filter((upper) => upper < half)];
  const starts = new Uint32Array(order.length + 1);
  order.forEach((upper, at) => {
    starts[at + 1] = starts[at] + counts[upper];
  });
  const distinct = Uint32Array.from(order, (upper) => upper << below);
  return { values: new Float32Array(distinct.buffer), starts };
}
