/**
 * What an operator does with keys and values that go through it on their way into a cache or out of it, and with scores on their way to a softmax: all elements of the first input are in
 * the result, in another order or kind (`moves`), or several times (`repeats`), or only some of them (`takes`); the result is computed element by element (`each`), or holds
 * all inputs (`joins`); an input is written into the first one (`writes`, and which input).
 */
type Carrying = 'moves' | 'repeats' | 'takes' | 'each' | 'joins' | { readonly writes: number };

const all = <Kind extends Carrying>(kind: Kind, names: string): Record<string, Kind> =>
  Object.fromEntries(names.split(' ').map((name) => [name, kind]));

const CARRYING: Readonly<Record<string, Carrying>> = {
  ...all(
    'moves',
    'Identity Dropout Cast CastLike QuantizeLinear DequantizeLinear Reshape Flatten Squeeze Unsqueeze Transpose',
  ),
  ...all('repeats', 'Expand Tile'),
  ...all('takes', 'Slice Split Gather GatherElements'),
  ...all('each', 'Add Sub Mul Div Neg Max Min Clip Tanh Where RotaryEmbedding'),
  Concat: 'joins',
  TensorScatter: { writes: 1 },
  ScatterElements: { writes: 2 },
  ScatterND: { writes: 2 },
};

/** What a node does with what goes through it; undefined where it makes something else. */
export function carryingOf({ operator }: { readonly operator: string }): Carrying | undefined {
  return Object.hasOwn(CARRYING, operator) ? CARRYING[operator] : undefined;
}
