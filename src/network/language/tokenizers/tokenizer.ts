/** Text to tokens and back. */
export interface Tokenizer {
  /** Which kind it is, for people. */
  readonly name: string;
  /** Tokens of a text, with the one that begins a text where the model wants it. @throws UserError where the text has no tokens */
  readonly encode: (text: string) => number[];
  readonly decode: (tokens: readonly number[]) => string;
  /** Tokens that end a text. */
  readonly ends: ReadonlySet<number>;
}
