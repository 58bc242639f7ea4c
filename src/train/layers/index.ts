import { convolution } from './convolution.ts';
import { dropout } from './dropout.ts';
import { fullyConnected } from './fully-connected.ts';
import { maxPooling } from './max-pooling.ts';
import { relu } from './relu.ts';

/** Every kind of layer that can be trained, by its key in a recipe. */
export const TRAINABLE_KINDS = { fullyConnected, convolution, maxPooling, relu, dropout };
