import { readFileSync } from 'node:fs';
import test from 'ava';
import type { MetadataValue } from '../../../../src/network/importers/gguf/metadata.ts';
import { tokenizerOfGguf } from '../../../../src/network/importers/gguf/tokenizer.ts';
import type { Tokenizer } from '../../../../src/network/language/tokenizers/tokenizer.ts';

/** Vocabularies, and the tokens that llama.cpp makes of these texts (test/data/README.md). */
const TRUTH: {
  readonly texts: readonly string[];
  readonly bytes: {
    readonly words: string[];
    readonly merges: string[];
    readonly kinds: number[];
    readonly cuts: readonly { readonly pre: string[]; readonly begins: boolean; readonly tokens: number[][] }[];
  };
  readonly pieces: readonly {
    readonly name: string;
    readonly pieces: string[];
    readonly scores: number[];
    readonly kinds: number[];
    readonly addsSpace: boolean;
    readonly tokens: number[][];
  }[];
} = JSON.parse(readFileSync('test/data/gguf/tokenizers.json', 'utf8'));

async function tokenizer(keys: Readonly<Record<string, MetadataValue>>): Promise<Tokenizer> {
  const named = Object.entries(keys).map(([key, value]) => [`tokenizer.ggml.${key}`, value] as const);
  return (await tokenizerOfGguf(new Map(named))) as Tokenizer;
}

const { words, merges, kinds, cuts } = TRUTH.bytes;
for (const { pre, begins, tokens } of cuts)
  for (const name of pre)
    test(`tokenizer.ggml.pre ${name}: texts become the tokens that llama.cpp makes of them`, async (t) => {
      const { encode } = await tokenizer({
        model: 'gpt2',
        pre: name,
        tokens: words,
        merges,
        token_type: Float64Array.from(kinds),
        bos_token_id: 1,
        eos_token_id: 0,
      });
      for (const [k, text] of TRUTH.texts.entries())
        t.deepEqual(encode(text), [...(begins ? [1] : []), ...tokens[k]], text);
    });

for (const { name, pieces, scores, kinds: own, addsSpace, tokens } of TRUTH.pieces)
  test(`scored pieces, ${name}: texts become the tokens that llama.cpp makes of them`, async (t) => {
    const { encode } = await tokenizer({
      model: 'llama',
      tokens: pieces,
      scores: Float64Array.from(scores),
      token_type: Float64Array.from(own),
      bos_token_id: 1,
      eos_token_id: 2,
      unknown_token_id: 0,
      add_space_prefix: addsSpace,
    });
    for (const [k, text] of TRUTH.texts.entries()) t.deepEqual(encode(text), [1, ...tokens[k]], text);
  });

test('a way of cutting that is not known is refused by name, never taken for another', async (t) => {
  const read = await tokenizerOfGguf(
    new Map<string, MetadataValue>([
      ['tokenizer.ggml.model', 'gpt2'],
      ['tokenizer.ggml.pre', 'deepseek-llm'],
      ['tokenizer.ggml.tokens', words],
      ['tokenizer.ggml.merges', merges],
    ]),
  );
  t.regex((read as { reason: string }).reason, /^tokenizer\.ggml\.pre "deepseek-llm" is not read \(known: gpt-2, /);
});
