/**
 * A number for people: `digits` significant digits, never an exponent between 1e-4 and 1e15, integers kept whole,
 * `-` for what is missing. Independent of the locale.
 */
export function numberText(value: number | null | undefined, digits = 3): string {
  if (value === null || value === undefined || Number.isNaN(value)) return '-';
  if (value === 0 || !Number.isFinite(value)) return String(value);
  const magnitude = Math.abs(value);
  if (magnitude >= 1e15 || magnitude < 1e-4) return value.toExponential(digits - 1);
  if (magnitude >= 10 ** (digits - 1)) return value.toFixed(0);
  return value.toFixed(digits - 1 - Math.floor(Math.log10(Number(magnitude.toPrecision(digits)))));
}

/** A share of 1 as a percentage without its sign: 0.8945 -> 89.5; 100 only when it is exactly one. */
export function percentText(share: number | null | undefined, decimals = 1): string {
  if (share === null || share === undefined || Number.isNaN(share)) return '-';
  const text = (share * 100).toFixed(decimals);
  const almost = share < 1 && Number(text) >= 100;
  return almost ? (100 - 10 ** -decimals).toFixed(decimals) : text;
}
