import { inflate } from './fflate.ts';

/** The bytes that the build deflated and wrote in base64 (scripts/data-modules.mjs, scripts/kernels.mjs). */
export function unpackBytes(packed: string): Uint8Array {
  const characters = atob(packed);
  const bytes = new Uint8Array(characters.length);
  for (let k = 0; k < bytes.length; k++) bytes[k] = characters.charCodeAt(k);
  return inflate(bytes);
}
