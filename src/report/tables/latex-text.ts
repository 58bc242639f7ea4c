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
};

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

/** Text of a user as LaTeX prints it. */
export function latexText(text: string): string {
  return text
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .replace(/[\\~^<>|"…µ×²]|[&%$#_{}]/g, (sign) => SPECIAL[sign] ?? `\\${sign}`);
}

/** A unit such as `uJ`: upright, with a real micro sign; others (`bit`, `KiB`) as they are. */
export function latexUnit(unit: string): string {
  if (unit === 'x') return '$\\times$';
  if (unit === 'mm2') return '\\si{\\milli\\metre\\squared}';
  const [, prefix = '', base = ''] = /^([fpnumkMG]?)(%|s|J|W|Hz|m)$/.exec(unit) ?? [];
  return base === '' ? latexText(unit) : `\\si{${PREFIXES[prefix]}${UNITS[base]}}`;
}
