const DESCRIPTIONS = { Float32Array: '<f4', Uint16Array: '<u2' } as const;

/** The bytes of a .npy file, version 1.0 (numpy.lib.format): the header is filled up to a multiple of 64 bytes. Little-endian, as the computers are that run this. */
export function npyBytes(shape: readonly number[], values: Float32Array | Uint16Array): Uint8Array {
  const descr = DESCRIPTIONS[values.constructor.name as keyof typeof DESCRIPTIONS];
  const sizes = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
  const text = `{'descr': '${descr}', 'fortran_order': False, 'shape': (${sizes}), }`;
  const length = Math.ceil((10 + text.length + 1) / 64) * 64 - 10;
  const header = new TextEncoder().encode(`\x00NUMPY\x01\x00\x00\x00${text.padEnd(length - 1)}\n`);
  header[0] = 0x93;
  header[8] = length % 256;
  header[9] = Math.floor(length / 256);
  const bytes = new Uint8Array(header.length + values.byteLength);
  bytes.set(header);
  bytes.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), header.length);
  return bytes;
}
