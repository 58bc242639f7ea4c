import { inflate } from './fflate.ts';

/** The text that the build deflated and wrote in base64 (scripts/data-modules.mjs). */
export function unpackText(packed: string): string {
  const characters = atob(packed);
  const bytes = new Uint8Array(characters.length);
  for (let k = 0; k < bytes.length; k++) bytes[k] = characters.charCodeAt(k);
  return new TextDecoder().decode(inflate(bytes));
}
