import type { Tensor } from '../graph.ts';

/** Keys or values of an attention that is one node: what it is given, what came before in a cache of the node's own, and both together. */
export interface AttendedPart {
  /** Absent where they come in one tensor with the queries. */
  readonly given: Tensor | undefined;
  readonly past: Tensor | undefined;
  readonly present: Tensor;
  /** Elements of a vector. */
  readonly size: number;
  /** Elements of the new ones, of all heads and sequences. */
  readonly added: number;
}

/** How often the queries of an attention see each token. */
export interface Seen {
  /** By token: queries that see it, of all heads and sequences. */
  readonly seen: Float64Array;
  /** Heads of queries of all sequences. */
  readonly heads: number;
  readonly batch: number;
  /** Tokens that ask, of a sequence. */
  readonly tokens: number;
}

/** What an attention that is one node tells of an execution. */
export interface Attending extends Seen {
  readonly key: AttendedPart;
  readonly value: AttendedPart;
}

/**
 * What is added to a score to hide a token is -infinity, the least number of a kind, or -10,000 (mask_filter_value of ONNX Runtime's MultiHeadAttention): half of the latter is beyond
 * what scores and biases by distance reach.
 */
export const HIDDEN = -5000;
