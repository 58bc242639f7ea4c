/** A difference in per cent: -2.9 or +6.0. */
export function signedPercent(share: number, decimals: number): string {
  const text = (100 * share).toFixed(decimals);
  const value = Number(text);
  return `${value > 0 ? '+' : ''}${value === 0 ? (0).toFixed(decimals) : text}`;
}

/** -2.9 % or +6 %, of found over published less 1. */
export function percentOver(found: number, published: number, decimals = 0): string {
  return `${signedPercent(found / published - 1, decimals)} %`;
}

/** 426,230. */
export function thousands(value: number): string {
  return String(Math.round(value)).replace(/\B(?=(?:\d{3})+$)/g, ',');
}

/** A table row of Markdown. */
export function cells(...texts: readonly (string | number)[]): string {
  return `| ${texts.join(' | ')} |`;
}
