import { MODULE } from '../../generated/kernels-module.ts';
import { unpackBytes } from '../base/files/packed-bytes.ts';

/** The module of all kernels. In the engine of a browser it is a file of its own (scripts/engine-parts.mjs): undefined while that has not come. */
export const moduleBytes = (): Uint8Array | undefined => unpackBytes(MODULE);

/** Waits for it; what computes before takes the twins of the kernels, which give the same. */
export const kernelsCome = async (): Promise<void> => {};
