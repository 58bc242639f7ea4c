import { crc32 } from '../../base/files/crc32.ts';

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/** Bytes of a stored block at most. */
const BLOCK = 0xffff;

/**
 * A picture in black and white as a PNG file (ISO/IEC 15948). It is not compressed: every version of a compressor gives other bytes.
 * @param rows of one length, a byte a pixel, 0 is white
 */
export function pngBytes(rows: readonly Uint8Array[]): Uint8Array {
  const width = rows[0].length;
  const header = new DataView(new ArrayBuffer(13));
  header.setUint32(0, width);
  header.setUint32(4, rows.length);
  // a bit a pixel, grey; deflated, no filters, not interlaced
  header.setUint8(8, 1);
  const line = 1 + Math.ceil(width / 8);
  const pixels = new Uint8Array(rows.length * line).fill(0xff);
  rows.forEach((row, y) => {
    pixels[y * line] = 0;
    row.forEach((isBlack, x) => {
      if (isBlack !== 0) pixels[y * line + 1 + (x >> 3)] &= ~(0x80 >> (x & 7));
    });
  });
  return Buffer.concat([
    Uint8Array.from(SIGNATURE),
    chunk('IHDR', new Uint8Array(header.buffer)),
    chunk('IDAT', stored(pixels)),
    chunk('IEND', new Uint8Array(0)),
  ]);
}

/** Length, type, data, and the check sum of the last two. */
function chunk(type: string, data: Uint8Array): Uint8Array {
  const bytes = Buffer.alloc(12 + data.length);
  bytes.writeUInt32BE(data.length, 0);
  bytes.write(type, 4, 'latin1');
  bytes.set(data, 8);
  bytes.writeUInt32BE(crc32(bytes.subarray(4, 8 + data.length)), 8 + data.length);
  return bytes;
}

/** Bytes in stored blocks of a zlib stream (RFC 1950, RFC 1951 section 3.2.4). */
function stored(bytes: Uint8Array): Uint8Array {
  const parts: Uint8Array[] = [Uint8Array.of(0x78, 0x01)];
  for (let at = 0; at < bytes.length; at += BLOCK) {
    const block = bytes.subarray(at, at + BLOCK);
    const head = Buffer.alloc(5);
    head[0] = at + BLOCK >= bytes.length ? 1 : 0;
    head.writeUInt16LE(block.length, 1);
    head.writeUInt16LE(~block.length & 0xffff, 3);
    parts.push(head, block);
  }
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(adler32(bytes));
  return Buffer.concat([...parts, sum]);
}

/** RFC 1950, section 8.2. */
function adler32(bytes: Uint8Array): number {
  let [a, b] = [1, 0];
  for (const byte of bytes) {
    a = (a + byte) % 65521;
    b = (b + a) % 65521;
  }
  return b * 65536 + a;
}
