import { lookUp } from '../base/registry.ts';
import { deepCompression } from './documents/deep-compression.ts';
import { eie } from './documents/eie.ts';
import { horowitz } from './documents/horowitz.ts';
import { sparseloopEyerissV2 } from './documents/sparseloop-eyeriss-v2.ts';
import { tpuV1 } from './documents/tpu-v1.ts';
import type { PaperDocument } from './paper-document.ts';

/** Every paper that can be recomputed. */
export const paperDocuments: readonly PaperDocument[] = [
  eie,
  deepCompression,
  horowitz,
  // a line each, however short the list
  sparseloopEyerissV2,
  tpuV1,
];

/** The paper of that name, or a UserError that tells the known ones. */
export function paperNamed(name: string): PaperDocument {
  return lookUp('paper', Object.fromEntries(paperDocuments.map((one) => [one.name, one])), name);
}
