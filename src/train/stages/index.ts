import { encode } from './encode.ts';
import { fineTune } from './fine-tune.ts';
import { huffman } from './huffman.ts';
import { iterate } from './iterate.ts';
import { prune } from './prune.ts';
import { quantize } from './quantize.ts';
import { retrain } from './retrain.ts';
import { sensitivity } from './sensitivity.ts';
import { share } from './share.ts';
import { train } from './train.ts';

/** Every kind of stage, by its key in a recipe. */
export const STAGES = { train, sensitivity, prune, retrain, iterate, share, fineTune, quantize, encode, huffman };
