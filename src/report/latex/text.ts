const SPECIAL: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
  '<': '\\textless{}',
  '>': '\\textgreater{}',
  '|': '\\textbar{}',
  // the usual fonts (OT1) have a straight quote only in typewriter letters
  '"': '\\texttt{\\char34}',
  '…': '\\ldots{}',
  µ: '\\textmu{}',
  '×': '$\\times$',
  '²': '\\textsuperscript{2}',
  '·': '$\\cdot$',
  '–': '--',
  '—': '---',
  '≤': '$\\leq$',
  '≥': '$\\geq$',
  '°': '\\textdegree{}',
  // in front of a row a bracket is taken for an option of the line end or rule before it, and a star for its starred form
  '[': '{[}',
  ']': '{]}',
  '*': '{*}',
};

/** Letters of Latin-1 that the usual fonts can put together. */
const LATIN_1 = /[À-ÿ]/;
const UNUSUAL = new Set('ÐðÞþ×÷');

/** Units as siunitx spells them. */
const UNITS: Readonly<Record<string, string>> = {
  '%': '\\percent',
  s: '\\second',
  J: '\\joule',
  W: '\\watt',
  Hz: '\\hertz',
  m: '\\metre',
};

const PREFIXES: Readonly<Record<string, string>> = {
  '': '',
  f: '\\femto',
  p: '\\pico',
  n: '\\nano',
  u: '\\micro',
  m: '\\milli',
  k: '\\kilo',
  M: '\\mega',
  G: '\\giga',
};

function sign(character: string): string {
  const known = SPECIAL[character];
  if (known !== undefined) return known;
  if (/[&%$#_{}]/.test(character)) return `\\${character}`;
  if (character <= '~' || (LATIN_1.test(character) && !UNUSUAL.has(character))) return character;
  return `{[}U+${character.codePointAt(0)!.toString(16).toUpperCase()}{]}`;
}

/** Text of a user as LaTeX prints it; a character that pdflatex would stop at stands as its number. */
export function latexText(text: string): string {
  return Array.from(text.normalize('NFC').replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' '), sign).join('');
}

/** Parts of words between which a line may end: behind dots, dashes and the like, between the words of a name, and anywhere in what is longer still. */
const PARTS = /\(?[^./:_\-()\s]{1,12}[./:_\-)]*|[./:_\-()]+|\s+/g;

/** The parts of a text that stay on one line each. */
export function unbreakableParts(text: string): string[] {
  return text.match(PARTS) ?? [];
}

/** The same text with the places where a line may end. */
export function breakableText(text: string): string {
  return unbreakableParts(text)
    .map((part, k) => (k === 0 || /^\s/.test(part) ? latexText(part) : `\\allowbreak{}${latexText(part)}`))
    .join('')
    .replace(/( +)\\allowbreak\{\}/g, '$1');
}

/** A unit such as `uJ`: upright, with a real micro sign; others (`bit`, `KiB`) as they are. */
export function latexUnit(unit: string): string {
  if (unit === 'x') return '$\\times$';
  if (unit === 'mm2') return '\\si{\\milli\\metre\\squared}';
  const [, prefix = '', base = ''] = /^([fpnumkMG]?)(%|s|J|W|Hz|m)$/.exec(unit) ?? [];
  return base === '' ? latexText(unit) : `\\si{${PREFIXES[prefix]}${UNITS[base]}}`;
}
