/** Bytes of a damaged file must not steer the terminal: control characters other than line ends are written out, and marks that turn the direction of a line. */
export function printable(text: string): string {
  return inOneDirection(text.replace(/[^\P{Cc}\n]/gu, (character) => `\\x${hex(character, 2)}`));
}

/**
 * Marks that turn the direction of writing (Unicode bidirectional controls) as `\u202e`: a name cannot make a number stand elsewhere than it is printed. In JSON
 * that means the same text.
 */
export function inOneDirection(text: string): string {
  return text.replace(/[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, (character) => `\\u${hex(character, 4)}`);
}

/** What is printed as a result: it cannot steer the terminal either. In JSON, too, that means the same text. */
export function inert(text: string): string {
  return inOneDirection(text).replace(/[^\P{Cc}\n\t]/gu, (character) => `\\u${hex(character, 4)}`);
}

function hex(character: string, digits: number): string {
  return character.charCodeAt(0).toString(16).padStart(digits, '0');
}
