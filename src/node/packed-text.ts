import { inflateRawSync } from 'node:zlib';

/** unpackBytes of src/base/files/packed-text.ts with Node's own zlib: it needs no code of a package to be compiled first. */
export function unpackBytes(packed: string): Uint8Array {
  return inflateRawSync(Buffer.from(packed, 'base64'));
}

/** The same of a text. */
export function unpackText(packed: string): string {
  return inflateRawSync(Buffer.from(packed, 'base64')).toString();
}
