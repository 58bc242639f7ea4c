import { adam } from './adam.ts';
import { sgd } from './sgd.ts';

/** Every optimiser, by its key in a recipe. */
export const OPTIMIZERS = { sgd, adam };
