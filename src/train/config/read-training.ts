import { here } from '../../node/here.ts';
import * as recipes from './load-training.ts';

/** Reads a recipe: a path, or the name of a built-in one. Throws a UserError with all faults of the file, its bases and --set. */
export const loadTraining = here(recipes.loadTraining);
/** The same from text; relative paths start from the folder of `file`. */
export const loadTrainingText = here(recipes.loadTrainingText);
