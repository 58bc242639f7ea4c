import { fontWidths } from './font-widths.ts';

/** Wide enough for the characters that the table does not know (CJK are one em wide). */
const UNKNOWN_EM = 1;

/** Width of one line of Arimo text, in the unit of fontSize; no kerning, as in SVG viewers that have none. */
export function textWidth(text: string, fontSize: number, bold = false): number {
  const widths = bold ? fontWidths.bold : fontWidths.regular;
  let width = 0;
  for (const character of text) width += (widths.get(character) ?? UNKNOWN_EM * 2048) / 2048;
  return width * fontSize;
}
