/**
 * A list as a one-dimensional .npy array (NumPy enhancement proposal 1): numbers as 64-bit floats, truth values as bytes, and where there is any text all as text in
 * UTF-32, filled up with zeros.
 */
export function npyOf(values: readonly (number | string | boolean)[]): Uint8Array {
  const { kind, bytes } = encoded(values);
  const head = `{'descr': '${kind}', 'fortran_order': False, 'shape': (${values.length},), }`;
  // the data begin on 64 bytes: magic, version and length of the header take 10, a line end 1
  const header = `${head}${' '.repeat(63 - ((10 + head.length) % 64))}\n`;
  const file = new Uint8Array(10 + header.length + bytes.length);
  file.set([0x93, ...new TextEncoder().encode('NUMPY'), 1, 0, header.length & 0xff, header.length >> 8]);
  file.set(new TextEncoder().encode(header), 10);
  file.set(bytes, 10 + header.length);
  return file;
}

function encoded(values: readonly (number | string | boolean)[]): {
  readonly kind: string;
  readonly bytes: Uint8Array;
} {
  if (values.length > 0 && values.every((value) => typeof value === 'boolean'))
    return { kind: '|b1', bytes: Uint8Array.from(values, Number) };
  if (values.every((value) => typeof value === 'number'))
    return { kind: '<f8', bytes: new Uint8Array(Float64Array.from(values).buffer) };
  const texts = values.map((value) => Array.from(String(value), (character) => character.codePointAt(0)!));
  const longest = texts.reduce((most, { length }) => Math.max(most, length), 1);
  const points = new Uint32Array(values.length * longest);
  for (const [k, text] of texts.entries()) points.set(text, k * longest);
  return { kind: `<U${longest}`, bytes: new Uint8Array(points.buffer) };
}
