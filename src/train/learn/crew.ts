/** Threads that work on one batch: what they share to keep in step. */
export interface Crew {
  /** Which one this is, from 0. */
  readonly me: number;
  readonly size: number;
  /** Waits until all are here. Throws where another one has failed. */
  readonly meet: () => void;
}

/** One thread alone. */
export const ALONE: Crew = { me: 0, size: 1, meet() {} };
