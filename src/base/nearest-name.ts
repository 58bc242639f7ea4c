/** More names than this are not listed in a message: a wall of names hides the near ones. */
const MOST_LISTED = 24;

/** Fewer letters than this begin too much. */
const LEAST_BEGUN = 3;

/** The known names that a misspelt one, or the beginning of one, most likely means, the nearest first; none where none is near. */
export function nearestNames(found: string, known: readonly string[], most = 3): string[] {
  const word = found.toLowerCase();
  const mistakes = new Map(known.map((name) => [name, mistakesBetween(word, name.toLowerCase())]));
  const isBegun = (name: string): boolean => word.length >= LEAST_BEGUN && name.toLowerCase().startsWith(word);
  const near = known.filter((name) => isBegun(name) || mistakes.get(name)! <= allowed(word));
  // what was left out behind the word is one mistake, however long it is
  const rank = (name: string): number => (isBegun(name) ? Math.min(mistakes.get(name)!, 1) : mistakes.get(name)!);
  return (near.length === 0 ? known.filter((name) => isPart(word, name.toLowerCase())) : near)
    .toSorted((a, b) => rank(a) - rank(b) || mistakes.get(a)! - mistakes.get(b)!)
    .slice(0, most);
}

/** Whether it stands whole between the dots and strokes of a longer name: `lm_head` in `lm_head.weight`. */
function isPart(word: string, name: string): boolean {
  return word.length >= 2 && `.${name.replaceAll('/', '.')}.`.includes(`.${word.replaceAll('/', '.')}.`);
}

/** The nearest of them. */
export function nearestName(found: string, known: readonly string[]): string | undefined {
  return nearestNames(found, known, 1)[0];
}

/** Two mistakes in a word of three or four letters leave nothing of it: "pfd" is no "md". One letter is itself or another. */
function allowed(word: string): number {
  if (word.length < 3) return 0;
  return word.length < 5 ? 1 : Math.max(2, word.length / 3);
}

/**
 * Letters added, left out or changed; two neighbours in the wrong order are one mistake and not two (optimal string alignment: Damerau, "A technique for computer
 * detection and correction of spelling errors", 1964).
 */
function mistakesBetween(word: string, name: string): number {
  // mistakes between the first i letters of one and the first j of the other
  const table = Array.from({ length: word.length + 1 }, (_, i) =>
    Array.from({ length: name.length + 1 }, (_, j) => i + j),
  );
  for (let i = 1; i <= word.length; i++)
    for (let j = 1; j <= name.length; j++) {
      const isOther = word[i - 1] === name[j - 1] ? 0 : 1;
      const isSwapped = word[i - 1] === name[j - 2] && word[i - 2] === name[j - 1];
      table[i][j] = Math.min(
        table[i - 1][j] + 1,
        table[i][j - 1] + 1,
        table[i - 1][j - 1] + isOther,
        isSwapped ? table[i - 2][j - 2] + 1 : Infinity,
      );
    }
  return table[word.length][name.length];
}

/** `known: a, b, c; did you mean "b"?`, to end an error about an unknown name. Of a long list only the near names are told. */
export function knownNames(found: string, known: readonly string[]): string {
  const near = nearestNames(found, known).map((name) => `"${name}"`);
  const question = near.length === 0 ? '' : `did you mean ${near.join(' or ')}?`;
  if (known.length <= MOST_LISTED)
    return [`known: ${known.join(', ')}`, question].filter((part) => part !== '').join('; ');
  return question === '' ? `none of ${known.length} names is near` : question;
}
