/** Where the first of the ascending numbers from `low` to before `high` stands that is `least` or more; `high` where none is. */
export function firstFrom(numbers: Uint32Array, low: number, high: number, least: number): number {
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (numbers[middle] < least) low = middle + 1;
    else high = middle;
  }
  return low;
}
