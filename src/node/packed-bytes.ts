import { inflateRawSync } from 'node:zlib';

/** unpackBytes of src/base/files/packed-bytes.ts with Node's own zlib: it needs no code of a package to be compiled first. */
export function unpackBytes(packed: string): Uint8Array {
  return inflateRawSync(Buffer.from(packed, 'base64'));
}
