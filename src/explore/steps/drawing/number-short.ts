/** A value of a register: three digits that count. */
export function short(value: number): string {
  return minus(Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(3))));
}

/** The same with all its digits: a 16-bit value has at most eight behind the point. */
export function whole(value: number): string {
  return minus(String(value));
}

function minus(text: string): string {
  return text.replace('-', '\u2212');
}
