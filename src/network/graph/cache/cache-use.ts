/** Keys and values: how many vectors, and of how many values together. */
export interface Vectors {
  readonly vectors: number;
  readonly values: number;
}
