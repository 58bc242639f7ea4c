export { shareWeights } from '../../../compress/share-weights.ts';

/** Waits for it: in the engine of a browser it is a file of its own (scripts/engine-parts.mjs), and until that has come no weights are shared. */
export const sharingComes = async (): Promise<void> => {};
