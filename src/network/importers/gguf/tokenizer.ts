import { scoredPieces } from '../../language/tokenizers/scored-pieces.ts';
import type { Tokenizer } from '../../language/tokenizers/tokenizer.ts';
import type { Metadata } from './metadata.ts';
import { knownPieceCuts, type PieceCuts, pieceCuts } from './piece-cuts.ts';

/** Keys that name a token which ends a text. */
const ENDS = ['eos_token_id', 'eot_token_id', 'eom_token_id'];

/** Of tokens, as tokenizer.ggml.token_type tells them (llama.h, llama_token_type). */
const CONTROL = 3;
const USER_DEFINED = 4;

/** The vocabulary of a GGUF file, or why it is not read. */
export async function tokenizerOfGguf(metadata: Metadata): Promise<Tokenizer | { readonly reason: string }> {
  const key = (name: string) => metadata.get(`tokenizer.ggml.${name}`);
  const model = key('model');
  const pieces = key('tokens');
  if (model === undefined || !Array.isArray(pieces)) return { reason: 'the file holds no vocabulary' };
  const words = pieces.map(String);
  const number = (name: string): number | undefined => {
    const value = key(name);
    return typeof value === 'number' && value < words.length ? value : undefined;
  };
  const ends = new Set(ENDS.flatMap((name) => number(name) ?? []));
  const kinds = key('token_type');
  const known =
    kinds instanceof Float64Array && kinds.length === words.length ? kinds : new Float64Array(words.length).fill(1);
  if (model === 'llama') {
    const scores = key('scores');
    if (!(scores instanceof Float64Array) || scores.length !== words.length)
      return { reason: 'tokenizer.ggml.scores does not fit tokenizer.ggml.tokens' };
    return scoredPieces({
      pieces: words,
      scores,
      kinds: known,
      begin: key('add_bos_token') === false ? undefined : number('bos_token_id'),
      unknown: number('unknown_token_id') ?? 0,
      ends,
      addsSpace: key('add_space_prefix') !== false,
    });
  }
  const merges = key('merges');
  if (model !== 'gpt2' || !Array.isArray(merges))
    return { reason: `a vocabulary of kind "${String(model)}" is not read (known: llama, gpt2)` };
  const pre = String(key('pre') ?? 'default');
  const cuts = pieceCuts(pre);
  if (cuts === undefined) return { reason: `tokenizer.ggml.pre "${pre}" is not read (known: ${knownPieceCuts()})` };
  const { huggingFaceTokenizer } = await import('../../language/tokenizers/hugging-face.ts');
  const special = words.flatMap((content, id) =>
    known[id] === CONTROL || known[id] === USER_DEFINED ? [{ id, content, special: known[id] === CONTROL }] : [],
  );
  const begin = (key('add_bos_token') ?? cuts.isLlama3 === true) === true ? number('bos_token_id') : undefined;
  return huggingFaceTokenizer({
    tokenizer: byteLevel(words, merges.map(String), cuts, special, begin),
    config: {},
    ends,
  });
}

/** Byte-level merging (GPT-2) as a tokenizer.json says it. */
function byteLevel(
  words: readonly string[],
  merges: readonly string[],
  cuts: PieceCuts,
  special: readonly { readonly id: number; readonly content: string }[],
  begin: number | undefined,
): object {
  const beginning = begin === undefined ? [] : [{ SpecialToken: { id: words[begin], type_id: 0 } }];
  return {
    version: '1.0',
    added_tokens: special.map((one) => ({
      ...one,
      single_word: false,
      lstrip: false,
      rstrip: false,
      normalized: false,
    })),
    normalizer: null,
    pre_tokenizer: {
      type: 'Sequence',
      pretokenizers: [
        ...cuts.patterns.map((cut) => ({
          type: 'Split',
          pattern: { Regex: cut },
          behavior: 'Isolated',
          invert: false,
        })),
        { type: 'ByteLevel', add_prefix_space: false, trim_offsets: false, use_regex: false },
      ],
    },
    post_processor:
      begin === undefined
        ? null
        : {
            type: 'TemplateProcessing',
            single: [...beginning, { Sequence: { id: 'A', type_id: 0 } }],
            pair: [],
            special_tokens: { [words[begin]]: { id: words[begin], ids: [begin], tokens: [words[begin]] } },
          },
    decoder: { type: 'ByteLevel', add_prefix_space: true, trim_offsets: true, use_regex: true },
    model: {
      type: 'BPE',
      dropout: null,
      unk_token: null,
      continuing_subword_prefix: null,
      end_of_word_suffix: null,
      fuse_unk: false,
      byte_fallback: false,
      ignore_merges: cuts.isLlama3 === true,
      vocab: Object.fromEntries(words.map((word, id) => [word, id])),
      merges,
    },
  };
}
