/** What takes the time of some weights in every layer, however small it is: questions, answers, passes that do next to nothing. */
const BESIDE = 2 ** 21;

/**
 * Who does which layer, so that all have about as much to do: the largest first, each to whoever has least until then. It is the same each time, as each keeps what
 * it knows of its layers.
 * @param weights of each layer
 * @returns for each layer the number of one of `hands`
 */
export function shares(weights: readonly number[], hands: number): readonly number[] {
  const busy = Array.from({ length: hands }, () => 0);
  const found = weights.map(() => 0);
  for (const index of [...weights.keys()].toSorted((a, b) => weights[b] - weights[a])) {
    const hand = busy.indexOf(Math.min(...busy));
    busy[hand] += weights[index] + BESIDE;
    found[index] = hand;
  }
  return found;
}
