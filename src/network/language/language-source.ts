import type { Tokenizer } from './tokenizers/tokenizer.ts';
import type { Transformer } from './transformer.ts';

/** What a file tells of its language model beside the layers; each part is read when it is asked for, and says why where it cannot be. */
export interface LanguageSource {
  /** Why it is not executed, where that is known at once. */
  readonly reason?: string;
  readonly transformer: () => Transformer | { readonly reason: string };
  readonly tokenizer: () => Promise<Tokenizer | { readonly reason: string }>;
}

/** Of a file that holds no model that is executed, told before anything is read. */
export function notExecuted(reason: string): LanguageSource {
  return { reason, transformer: () => ({ reason }), tokenizer: () => Promise.resolve({ reason }) };
}
