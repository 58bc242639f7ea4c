/** What the threads of a crew tell each other, in memory that all of them see; each computes in memory of its own. */
export interface Exchange {
  /** All parameters, before and behind an epoch. */
  readonly parameters: Float32Array;
  /** What the optimiser remembers, before and behind an epoch. */
  readonly moments: readonly Float32Array[];
  /** Gradients of each part of a batch. */
  readonly gradients: readonly Float32Array[];
  /** The moving values behind a batch. */
  readonly moving: Float32Array;
}

/** @param parameters length of the vector of all parameters */
export function newExchange(parameters: number, moments: number, parts: number): Exchange {
  const vector = () => new Float32Array(new SharedArrayBuffer(4 * parameters));
  return {
    parameters: vector(),
    moments: Array.from({ length: moments }, vector),
    gradients: Array.from({ length: parts }, vector),
    moving: vector(),
  };
}
