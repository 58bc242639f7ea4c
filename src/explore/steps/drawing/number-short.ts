/** A value of a register: exact where six characters say it, else four digits that count. */
export function short(value: number): string {
  const exact = String(value);
  return minus(exact.length <= 6 ? exact : String(Number(value.toPrecision(4))));
}

/** The same with all its digits: a 16-bit value has at most eight behind the point. */
export function whole(value: number): string {
  return minus(String(value));
}

function minus(text: string): string {
  return text.replace('-', '\u2212');
}
