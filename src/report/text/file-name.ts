/** Names that Windows keeps for devices. */
const RESERVED = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

/**
 * A file name made from any text: letters, digits, `.`, `_` and `-` stay, everything else becomes `-`, so that a layer called
 * `../evil` or `conv1/kernel:0` never leaves its folder. At most 100 characters; never hidden, never empty.
 */
export function safeFileName(text: string): string {
  const safe = text
    .normalize('NFKD')
    .replace(/[^A-Za-z0-9._-]+/g, '-')
    .replace(/^[.-]+|[.-]+$/g, '')
    .slice(0, 100);
  return safe === '' || RESERVED.test(safe) ? `_${safe}` : safe;
}
