import { tellingHeads } from './telling-heads.ts';

/** Names as they are, with (2), (3) behind those that were there before, so that each is unique. */
export function uniqueNames(names: readonly string[]): string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    let unique = name;
    for (let n = 2; taken.has(unique); n++) unique = `${name} (${n})`;
    taken.add(unique);
    return unique;
  });
}

/** Stands below layers and is none. */
const TOTAL = 'total';

/**
 * What all names begin with and nobody needs to read again and again, up to a dot, slash or colon: `features/` of `features/conv1`, `features/conv2`.
 * '' where they share nothing, or one would be left with nothing.
 */
export function sharedStart(names: readonly string[]): string {
  if (new Set(names).size < 2) return '';
  let length = names[0].length;
  for (const name of names) {
    let same = 0;
    while (same < Math.min(length, name.length) && name[same] === names[0][same]) same++;
    length = same;
  }
  const start = /^.*(?:[./]|: )/.exec(names[0].slice(0, length))?.[0] ?? '';
  return names.every((name) => name.length > start.length) ? start : '';
}

/**
 * Unique names cut to fit: a beginning that all share goes first, then parts at the end that tell nothing apart; then the middle is replaced by one ellipsis, more of the end than of
 * the beginning is kept, and names that would read the same carry their number in the list instead of the beginning.
 * @param fits whether a text is short enough where it will stand
 */
export function shortenNames(names: readonly string[], fits: (text: string) => boolean): string[] {
  const start = names.every(fits) ? '' : sharedStart(names.filter((name) => name !== TOTAL));
  const short = tellingHeads(
    names.map((name) => (name === TOTAL ? name : name.slice(start.length))),
    fits,
  );
  const cut = short.map((name) => cutMiddle(name, fits));
  return cut.map((text, k) =>
    cut.indexOf(text) === cut.lastIndexOf(text) ? text : cutMiddle(short[k], fits, `${k + 1}`),
  );
}

/** A control character would break the line or the picture. */
function printable(name: string): string {
  return name.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ');
}

function cutMiddle(name: string, fits: (text: string) => boolean, number = ''): string {
  const characters = Array.from(printable(name));
  const whole = number === '' ? characters.join('') : `${number} ${characters.join('')}`;
  if (fits(whole)) return whole;
  const shortened = (kept: number): string => {
    const head = number === '' ? characters.slice(0, Math.floor(kept / 3)).join('') : number;
    return `${head}…${characters.slice(characters.length - Math.ceil((kept * 2) / 3)).join('')}`;
  };
  // the most characters that fit, by halving: a name may have thousands
  let [fitting, tooMany] = [0, characters.length];
  while (tooMany - fitting > 1) {
    const middle = (fitting + tooMany) >> 1;
    if (fits(shortened(middle))) fitting = middle;
    else tooMany = middle;
  }
  if (fitting > 0) return shortened(fitting);
  return number === '' ? '…' : number;
}
