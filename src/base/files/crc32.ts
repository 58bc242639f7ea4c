/** TABLES[k][byte]: what a byte changes k bytes later. */
const TABLES = tables();

/**
 * The checksum of zip, gzip and PNG (CRC-32 of ISO 3309, polynomial 0xedb88320 with the bits reversed), four bytes at a time
 * (Kounavis and Berry, "Novel table lookup-based algorithms for high-performance CRC generation", 2008: slicing-by-4).
 */
export function crc32(bytes: Uint8Array): number {
  const [first, second, third, fourth] = TABLES;
  const whole = bytes.length - (bytes.length % 4);
  let sum = -1;
  for (let i = 0; i < whole; i += 4) {
    sum ^= bytes[i] | (bytes[i + 1] << 8) | (bytes[i + 2] << 16) | (bytes[i + 3] << 24);
    sum = fourth[sum & 255] ^ third[(sum >>> 8) & 255] ^ second[(sum >>> 16) & 255] ^ first[sum >>> 24];
  }
  for (let i = whole; i < bytes.length; i++) sum = first[(sum ^ bytes[i]) & 255] ^ (sum >>> 8);
  return ~sum >>> 0;
}

function tables(): readonly Int32Array[] {
  const first = Int32Array.from({ length: 256 }, (_, byte) => {
    let sum = byte;
    for (let bit = 0; bit < 8; bit++) sum = (sum & 1) === 0 ? sum >>> 1 : (sum >>> 1) ^ 0xedb88320;
    return sum;
  });
  const all = [first];
  while (all.length < 4) all.push(all[all.length - 1].map((sum) => first[sum & 255] ^ (sum >>> 8)));
  return all;
}
