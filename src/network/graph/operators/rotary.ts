import type { Tensor } from '../graph.ts';
import { type Definitions, define } from './definition.ts';
import { type Call, type Compute, first, numberOf, operand, shapeText, tensorOf } from './operator.ts';

/** Cosines and sines of the angles of positions, and how elements are paired. */
export interface Turns {
  /** Rows of `turned` / 2, one for each position. */
  readonly cosines: Tensor;
  readonly sines: Tensor;
  /** Elements of a head that are turned, its first ones. */
  readonly turned: number;
  /** Neighbours are a pair, else element i and element i + turned / 2. */
  readonly isInterleaved: boolean;
}

/** Turns whose caches have rows as long as they say. */
export function turnsOf(cosines: Tensor, sines: Tensor, turned: number, isInterleaved: boolean): Turns {
  const half = turned / 2;
  if (cosines.shape.at(-1) !== half || sines.shape.at(-1) !== half)
    throw new RangeError(`caches of shape ${shapeText(cosines.shape)}, expected ${half} in a row`);
  return { cosines, sines, turned, isInterleaved };
}

/** Element `place` of the head that begins at `from`, turned by the angles in row `row` of the caches. */
export function turnedElement(
  { cosines, sines, turned, isInterleaved }: Turns,
  values: ArrayLike<number>,
  from: number,
  place: number,
  row: number,
): number {
  if (place >= turned) return values[from + place];
  const half = turned / 2;
  const pair = isInterleaved ? place >> 1 : place % half;
  const isSecond = isInterleaved ? place % 2 === 1 : place >= half;
  const other = values[from + place + (isSecond ? -1 : 1) * (isInterleaved ? 1 : half)];
  const at = row * half + pair;
  if (!(at < cosines.values.length)) throw new RangeError(`position ${row} lies beyond the caches`);
  return values[from + place] * cosines.values[at] + (isSecond ? 1 : -1) * other * sines.values[at];
}

/**
 * Rotary positions (RoFormer, arXiv 2104.09864; ONNX RotaryEmbedding 23): X [batch, tokens, heads x size] or [batch, heads, tokens, size]; caches [positions, half]
 * and the positions [batch, tokens], or without them caches [batch, tokens, half].
 */
const onnxRotary: Compute = (call) => {
  const [cosines, sines] = [1, 2].map((input) => operand(call.inputs, input));
  return rotary(call, cosines, sines, call.inputs[3]);
};

/** The same with the positions before the caches; one number is the first of them, for all (ONNX Runtime, com.microsoft). */
const runtimeRotary: Compute = (call) => {
  const [positions, cosines, sines] = [1, 2, 3].map((input) => operand(call.inputs, input));
  return rotary(call, cosines, sines, positions);
};

function rotary(call: Call, cosines: Tensor, sines: Tensor, positions: Tensor | undefined): readonly Tensor[] {
  const x = first(call);
  const is4d = x.shape.length === 4;
  if (!is4d && x.shape.length !== 3)
    throw new RangeError(`X of shape ${shapeText(x.shape)}, expected 3 or 4 dimensions`);
  const width = x.shape[x.shape.length - 1];
  const heads = is4d ? x.shape[1] : numberOf(call, 'num_heads', 0) || width / headSize(call, cosines);
  if (!is4d && (heads < 1 || width % heads !== 0)) throw new RangeError(`${width} values are not ${heads} heads`);
  const [tokens, size] = is4d ? [x.shape[2], width] : [x.shape[1], width / heads];
  const turned = numberOf(call, 'rotary_embedding_dim', 0) || size;
  const turns = turnsOf(cosines, sines, turned, numberOf(call, 'interleaved', 0) === 1);
  const rowOf = (batch: number, token: number): number => {
    if (positions === undefined) return batch * tokens + token;
    return positions.values.length === 1 ? positions.values[0] + token : positions.values[batch * tokens + token];
  };
  return [
    tensorOf(x.type, x.shape, (index) => {
      const vector = Math.floor(index / size);
      const batch = Math.floor(vector / (heads * tokens));
      const token = (is4d ? vector : Math.floor(vector / heads)) % tokens;
      return turnedElement(turns, x.values, vector * size, index % size, rowOf(batch, token));
    }),
  ];
}

/** Where the number of heads is not said, a whole head is turned. */
function headSize(call: Call, cosines: Tensor): number {
  if (numberOf(call, 'rotary_embedding_dim', 0) > 0) throw new RangeError('num_heads is missing');
  return 2 * cosines.shape[cosines.shape.length - 1];
}

const attributes = { interleaved: [0, 1], num_heads: 'number', rotary_embedding_dim: 'number' } as const;

/** Turns elements of queries and keys by their positions. */
export const ROTARY: Definitions = {
  RotaryEmbedding: define('X cos_cache sin_cache position_ids?', onnxRotary, { attributes, opsets: [23, 28] }),
  'com.microsoft:RotaryEmbedding': define('input position_ids cos_cache sin_cache', runtimeRotary, {
    attributes: { ...attributes, is_packed_batching: [0], scale: [1] },
  }),
};
