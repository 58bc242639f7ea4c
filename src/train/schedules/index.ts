import { constant } from './constant.ts';
import { cosine } from './cosine.ts';
import { exponential } from './exponential.ts';
import { inv } from './inv.ts';
import { steps } from './steps.ts';

/** Every schedule of the learning rate, by its key in a recipe. */
export const SCHEDULES = { constant, steps, inv, exponential, cosine };
