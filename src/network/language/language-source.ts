import type { Tokenizer } from './tokenizers/tokenizer.ts';
import type { Transformer } from './transformer.ts';

/** What a file tells of its language model beside the layers; each part is read when it is asked for, and says why where it cannot be. */
export interface LanguageSource {
  readonly transformer: () => Transformer | { readonly reason: string };
  readonly tokenizer: () => Promise<Tokenizer | { readonly reason: string }>;
}
