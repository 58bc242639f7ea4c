/** How byte-level pieces are cut out of a text before they are merged, by what `tokenizer.ggml.pre` says: each cuts what those before it left. Source: ggml-org/llama.cpp, llama-vocab.cpp. */
export interface PieceCuts {
  readonly names: readonly string[];
  readonly patterns: readonly string[];
  /** A piece that is a word of the vocabulary is taken whole, and the token that begins a text stands before it unless a key says otherwise (Llama 3 and Mistral's tekken). */
  readonly isLlama3?: true;
}

const ENDINGS = "'s|'t|'re|'ve|'m|'ll|'d";
const GPT_2 = String.raw`${ENDINGS}| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+`;
const SPACES = String.raw`\s*[\r\n]+|\s+(?!\S)|\s+`;
/** Letters that may begin a word in capitals, and those that may follow them. */
const [CAPITALS, SMALL] = [String.raw`[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]`, String.raw`[\p{Ll}\p{Lm}\p{Lo}\p{M}]`];

/** Words of letters, and so many digits together. */
const words = (digits: string): string =>
  String.raw`(?i:${ENDINGS})|[^\r\n\p{L}\p{N}]?\p{L}+|${digits}| ?[^\s\p{L}\p{N}]+[\r\n]*|${SPACES}`;

/** Words that begin anew where capitals follow small letters. */
const casedWords = (digits: string, endings: string): string => {
  const before = String.raw`[^\r\n\p{L}\p{N}]?`;
  return String.raw`${before}${CAPITALS}*${SMALL}+${endings}|${before}${CAPITALS}+${SMALL}*${endings}|${digits}| ?[^\s\p{L}\p{N}]+[\r\n/]*|${SPACES}`;
};

const ALL: readonly PieceCuts[] = [
  { names: ['gpt-2', 'phi-2', 'olmo', 'mpt', 'granite-docling'], patterns: [GPT_2] },
  {
    names: ['smollm', 'starcoder', 'refact', 'command-r', 'codeshell', 'exaone', 'minerva-7b'],
    patterns: [String.raw`\p{N}`, GPT_2],
  },
  {
    names: ['llama-bpe', 'llama3', 'llama-v3', 'falcon3', 'falcon-h1', 'pixtral', 'midm-2.0', 'lfm2'],
    patterns: [words(String.raw`\p{N}{1,3}`)],
    isLlama3: true,
  },
  {
    names: ['dbrx', 'smaug-bpe', 'glm4', 'chatglm-bpe'],
    patterns: [words(String.raw`\p{N}{1,3}`)],
  },
  {
    names: ['qwen2', 'deepseek-r1-qwen', 'stablelm2', 'megrez', 'hunyuan'],
    patterns: [words(String.raw`\p{N}`)],
  },
  { names: ['gpt-4o', 'llama4'], patterns: [casedWords(String.raw`\p{N}{1,3}`, `(?i:${ENDINGS})?`)] },
  { names: ['tekken'], patterns: [casedWords(String.raw`\p{N}`, '')], isLlama3: true },
  {
    names: ['deepseek-v3', 'hunyuan-dense'],
    patterns: [
      String.raw`\p{N}{1,3}`,
      '[\u4e00-\u9fa5\u3040-\u309f\u30a0-\u30ff]+',
      String.raw`[!-\/:-@\[-\x60{-~][A-Za-z]+|[^\r\n\p{L}\p{P}\p{S}]?[\p{L}\p{M}]+| ?[\p{P}\p{S}]+[\r\n]*|${SPACES}`,
    ],
  },
  {
    names: ['deepseek-coder'],
    patterns: [
      String.raw`[\r\n]`,
      String.raw`\s?\p{L}+`,
      String.raw`\s?\p{P}+`,
      '[\u4e00-\u9fa5\u0800-\u4e00\uac00-\ud7ff]+',
      String.raw`\p{N}`,
    ],
  },
  {
    names: ['default'],
    patterns: [
      String.raw`[\p{P}\$\+<=>\^~\|]+`,
      String.raw`${ENDINGS}| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)`,
      String.raw`\p{N}+`,
      '[0-9][0-9][0-9]',
    ],
  },
];

/** What stands under a name; undefined where it is not known. */
export function pieceCuts(name: string): PieceCuts | undefined {
  return ALL.find(({ names }) => names.includes(name));
}

/** Every name that is known, for messages. */
export function knownPieceCuts(): string {
  return ALL.flatMap(({ names }) => names).join(', ');
}
