import { inflate } from './fflate.ts';

/** The text that the build deflated and wrote in base64 (scripts/data-modules.mjs). */
export function unpackText(packed: string): string {
  const bytes = Uint8Array.from(atob(packed), (character) => character.charCodeAt(0));
  return new TextDecoder().decode(inflate(bytes));
}
