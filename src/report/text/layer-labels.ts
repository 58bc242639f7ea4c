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

/**
 * Unique names cut to fit: the middle is replaced by one ellipsis, more of the end than of the beginning is kept (it is what
 * tells layers apart), and names that would read the same carry their number in the list instead of the beginning.
 * @param fits whether a text is short enough where it will stand
 */
export function shortenNames(names: readonly string[], fits: (text: string) => boolean): string[] {
  const cut = names.map((name) => cutMiddle(name, fits));
  return cut.map((text, k) =>
    cut.indexOf(text) === cut.lastIndexOf(text) ? text : cutMiddle(names[k], fits, `${k + 1}`),
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
  for (let kept = characters.length - 1; kept > 0; kept--) {
    const head = number === '' ? characters.slice(0, Math.floor(kept / 3)).join('') : number;
    const text = `${head}…${characters.slice(characters.length - Math.ceil((kept * 2) / 3)).join('')}`;
    if (fits(text)) return text;
  }
  return number === '' ? '…' : number;
}
