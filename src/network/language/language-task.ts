import type { Tokenizer } from './tokenizers/tokenizer.ts';
import type { Transformer } from './transformer.ts';

/** What a language model is to do. */
export interface LanguageTask {
  readonly transformer: Transformer;
  /** Absent where the file holds none that is read: then tokens are numbers. */
  readonly tokenizer?: Tokenizer;
  readonly prompt: readonly number[];
  /** Tokens to write behind the prompt, each the likeliest (temperature 0). */
  readonly newTokens: number;
  /** Sequences that are written side by side, all of the same prompt. */
  readonly batch: number;
  /** Share of the smallest values of each vector that become 0 before a layer of a block; 0 by default. */
  readonly activationThreshold: number;
  /** A text whose perplexity is told. */
  readonly test?: { readonly file: string; readonly tokens: readonly number[] };
}
