import { lookUp } from '../base/registry.ts';
import { eie } from './documents/eie.ts';
import type { PaperDocument } from './paper-document.ts';

/** Every paper that can be recomputed. */
export const paperDocuments: readonly PaperDocument[] = [eie];

/** The paper of that name, or a UserError that tells the known ones. */
export function paperNamed(name: string): PaperDocument {
  return lookUp('paper', Object.fromEntries(paperDocuments.map((one) => [one.name, one])), name);
}
