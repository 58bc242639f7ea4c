/** -2.9 % or +6 %, of found over published less 1. */
export function percentOver(found: number, published: number, decimals = 0): string {
  const text = (100 * (found / published - 1)).toFixed(decimals);
  const value = Number(text);
  return `${value > 0 ? '+' : ''}${value === 0 ? '0' : text} %`;
}

/** 426,230. */
export function thousands(value: number): string {
  return String(Math.round(value)).replace(/\B(?=(?:\d{3})+$)/g, ',');
}

/** A table row of Markdown. */
export function cells(...texts: readonly (string | number)[]): string {
  return `| ${texts.join(' | ')} |`;
}
