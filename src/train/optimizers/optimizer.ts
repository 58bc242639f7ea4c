import type { z } from '../../base/zod.ts';
import type { Floats, Products } from '../products/products.ts';

/** What an optimiser works on: values that move, the gradients of the loss, and what it remembers of each value, all of one length. */
export interface Moving {
  readonly values: Floats;
  readonly gradients: Floats;
  /** Zeros at the start of a stage. */
  readonly moments: readonly Floats[];
}

/** Now: the learning rate, and how many batches of this stage were learnt before. */
export interface Moment {
  readonly rate: number;
  readonly iteration: number;
}

/** How values follow their gradients, element by element. A new optimiser is one file and one line in index.ts. */
export interface Optimizer<Schema extends z.ZodType = z.ZodType> {
  readonly schema: Schema;
  /** Numbers that it remembers of each value. */
  readonly moments: number;
  readonly update: (products: Products, moving: Moving, settings: z.output<Schema>, now: Moment) => void;
}

export function optimizerOf<Schema extends z.ZodType>(optimizer: Optimizer<Schema>): Optimizer<Schema> {
  return optimizer;
}
