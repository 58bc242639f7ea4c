import { createHash } from 'node:crypto';

/** Hex SHA-256 of bytes. */
export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Hex SHA-256 of numbers as little-endian fp32, filled up with +0 to a length. */
export function sha256Fp32(values: ArrayLike<number>, length = values.length): string {
  const view = new DataView(new ArrayBuffer(4 * length));
  for (let i = 0; i < values.length; i++) view.setFloat32(4 * i, values[i], true);
  return sha256(new Uint8Array(view.buffer));
}

/** Hex SHA-256 of numbers as little-endian uint32. */
export function sha256Uint32(values: readonly number[]): string {
  const view = new DataView(new ArrayBuffer(4 * values.length));
  for (const [i, value] of values.entries()) view.setUint32(4 * i, value, true);
  return sha256(new Uint8Array(view.buffer));
}
