import type { Tokenizer } from './tokenizer.ts';

/** The vocabulary of a Llama in a GGUF file (tokenizer.ggml.model `llama`). */
export interface ScoredPieces {
  readonly pieces: readonly string[];
  /** The higher, the sooner two neighbours become this piece. */
  readonly scores: ArrayLike<number>;
  /** 2 unknown, 3 control, 6 byte, ... (ggml-org/llama.cpp, llama.h, llama_token_type). */
  readonly kinds: ArrayLike<number>;
  /** Put before a text; undefined where none is. */
  readonly begin: number | undefined;
  readonly unknown: number;
  readonly ends: ReadonlySet<number>;
  /** A space before the first word. */
  readonly addsSpace: boolean;
}

const SPACE = '▁';
const UNKNOWN = 2;
const CONTROL = 3;
const USER_DEFINED = 4;
const BYTE = 6;
const ADDED: ReadonlySet<number> = new Set([UNKNOWN, CONTROL, USER_DEFINED]);

/**
 * Byte-pair merging by score as SentencePiece and llama.cpp do it: characters are merged pair by pair, the pair whose piece has the highest score first, of equal ones the
 * leftmost; a character without a piece becomes its bytes in UTF-8. Pieces that control or were added by hand are found before that, the longest first, wherever they stand.
 */
export function scoredPieces({ pieces, scores, kinds, begin, unknown, ends, addsSpace }: ScoredPieces): Tokenizer {
  const tokens = new Map(pieces.map((piece, token) => [piece, token]));
  const bytes = new Map<number, number>();
  for (const [token, piece] of pieces.entries()) {
    const byte = kinds[token] === BYTE ? /^<0x([0-9A-F]{2})>$/i.exec(piece)?.[1] : undefined;
    if (byte !== undefined) bytes.set(Number.parseInt(byte, 16), token);
  }
  // where no piece goes on behind a space, no merge does: words are merged each for itself
  const crossesWords = pieces.some((piece) => /[^▁]▁/.test(piece));
  const merged = (text: string): string[] => {
    const symbols = Array.from(text);
    for (;;) {
      let best = -1;
      let bestScore = -Infinity;
      for (let at = 0; at + 1 < symbols.length; at++) {
        const token = tokens.get(symbols[at] + symbols[at + 1]);
        if (token === undefined || !(scores[token] > bestScore)) continue;
        best = at;
        bestScore = scores[token];
      }
      if (best < 0) return symbols;
      symbols.splice(best, 2, symbols[best] + symbols[best + 1]);
    }
  };
  const tokensOf = (symbol: string): number[] => {
    const known = tokens.get(symbol);
    if (known !== undefined) return [known];
    return [...new TextEncoder().encode(symbol)].map((byte) => bytes.get(byte) ?? unknown);
  };
  const added = pieces.filter((piece, token) => ADDED.has(kinds[token]) && piece !== '');
  const addedPieces = added
    .toSorted((a, b) => b.length - a.length)
    .map((piece) => piece.replace(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`));
  const cut = added.length === 0 ? undefined : new RegExp(`(${addedPieces.join('|')})`);
  /** What stands between added pieces; each begins as a text does. */
  const between = (text: string): number[] => {
    if (text === '') return [];
    const spaced = `${addsSpace ? ' ' : ''}${text}`.replaceAll(' ', SPACE);
    const words = crossesWords ? [spaced] : spaced.split(/(?<=[^▁])(?=▁[^▁])/);
    return words.flatMap(merged).flatMap(tokensOf);
  };
  return {
    name: 'pieces merged by score',
    ends,
    encode: (text) => {
      // every other part is an added piece
      const parts = cut === undefined ? [text] : text.split(cut);
      const own = parts.flatMap((part, at) => (at % 2 === 1 ? [tokens.get(part)!] : between(part)));
      return [...(begin === undefined ? [] : [begin]), ...own];
    },
    decode: (list) => {
      const parts: number[] = [];
      for (const token of list) {
        if (kinds[token] === CONTROL || pieces[token] === undefined) continue;
        const byte = kinds[token] === BYTE ? /^<0x([0-9A-F]{2})>$/i.exec(pieces[token])?.[1] : undefined;
        if (byte === undefined) parts.push(...new TextEncoder().encode(pieces[token].replaceAll(SPACE, ' ')));
        else parts.push(Number.parseInt(byte, 16));
      }
      const text = new TextDecoder().decode(Uint8Array.from(parts));
      return addsSpace ? text.replace(/^ /, '') : text;
    },
  };
}
