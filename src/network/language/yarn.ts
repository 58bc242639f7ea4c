/** What YaRN is told (arXiv 2309.00071, section 3.4). */
export interface Yarn {
  readonly base: number;
  /** Elements of a head that are turned. */
  readonly size: number;
  /** How many times longer than `tokens` the contexts are. */
  readonly factor: number;
  /** Tokens of the contexts that the model was first trained for. */
  readonly tokens: number;
  /** Turns within `tokens` from which on a pair is left alone, and up to which it is slowed down by the whole factor. */
  readonly fast: number;
  readonly slow: number;
  /** The bounds between the two are whole pairs. */
  readonly isWhole: boolean;
}

/** What the frequency of each pair is divided by: fast pairs by 1, slow ones by `factor`, those between by a mean of their frequencies in proportion. */
export function yarnFactors({ base, size, factor, tokens, fast, slow, isWhole }: Yarn): Float64Array {
  /** The pair, a fraction of one too, that turns so often. */
  const pairOf = (turns: number): number => (size * Math.log(tokens / (turns * 2 * Math.PI))) / (2 * Math.log(base));
  const [low, high] = [pairOf(fast), pairOf(slow)];
  const from = Math.max(0, isWhole ? Math.floor(low) : low);
  const to = Math.min(size - 1, isWhole ? Math.ceil(high) : high);
  return Float64Array.from({ length: size / 2 }, (_, pair) => {
    const slowed = Math.min(1, Math.max(0, (pair - from) / Math.max(0.001, to - from)));
    return 1 / (slowed / factor + (1 - slowed));
  });
}

/** What sines and cosines are multiplied by where nothing says it. */
export function yarnMagnitude(factor: number, share = 1): number {
  return factor > 1 ? 1 + 0.1 * share * Math.log(factor) : 1;
}
