import { crc32 } from 'node:zlib';

/** Bytes of the PNG signature and of the IHDR chunk, behind which pHYs may stand (PNG specification, 11.3.4.3). */
const HEADER_BYTES = 8 + 25;

/** The same picture with its resolution written into it, so that LaTeX and word processors place it at its real size. */
export function withResolution(png: Uint8Array, pixelsPerInch: number): Uint8Array {
  const pixelsPerMetre = Math.round(pixelsPerInch / 0.0254);
  const chunk = Buffer.alloc(21);
  chunk.writeUInt32BE(9, 0);
  chunk.write('pHYs', 4, 'latin1');
  chunk.writeUInt32BE(pixelsPerMetre, 8);
  chunk.writeUInt32BE(pixelsPerMetre, 12);
  chunk.writeUInt8(1, 16);
  chunk.writeUInt32BE(crc32(chunk.subarray(4, 17)), 17);
  return Buffer.concat([png.subarray(0, HEADER_BYTES), chunk, png.subarray(HEADER_BYTES)]);
}
