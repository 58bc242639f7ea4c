import { createHash } from 'node:crypto';

/** sha256 of src/base/sha256.ts by Node, which takes a tenth of the time. */
export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
