import { Tokenizer as Library } from '@huggingface/tokenizers';
import type { Tokenizer } from './tokenizer.ts';

/** What the library is given beside the vocabulary. */
export interface HuggingFaceTokenizer {
  /** tokenizer.json as it lies in a model folder. */
  readonly tokenizer: object;
  /** tokenizer_config.json; what it says of special tokens. */
  readonly config: object;
  /** Tokens that end a text, beside those of the config. */
  readonly ends: Iterable<number>;
}

/** The only door to @huggingface/tokenizers. @throws Error of the library where it does not know a part of the tokenizer */
export function huggingFaceTokenizer({ tokenizer, config, ends }: HuggingFaceTokenizer): Tokenizer {
  const library = new Library(tokenizer, config);
  return {
    name: 'tokenizer.json',
    ends: new Set(ends),
    encode: (text) => [...library.encode(text).ids],
    decode: (tokens) => library.decode([...tokens], { skip_special_tokens: true, clean_up_tokenization_spaces: false }),
  };
}
