/** 9 significant digits: the same bytes whatever the order of the floating-point operations behind a price, a power or an area. */
export function roundPrice(value: number): number {
  return Number(value.toPrecision(9));
}
