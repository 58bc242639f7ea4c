import { inflateSync } from 'node:zlib';
import { Resvg } from '@resvg/resvg-js';
import test from 'ava';
import { pngBytes } from '../../../src/report/picture/png-bytes.ts';

/** The pixels as another program reads them, 1 where black. */
function pixelsOf(png: Uint8Array, width: number, height: number): number[][] {
  const image = `<image width="${width}" height="${height}" image-rendering="optimizeSpeed" href="data:image/png;base64,${Buffer.from(png).toString('base64')}"/>`;
  const { pixels } = new Resvg(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${image}</svg>`,
  ).render();
  return Array.from({ length: height }, (_, y) =>
    Array.from({ length: width }, (__, x) => (pixels[4 * (y * width + x)] < 128 ? 1 : 0)),
  );
}

test('another program reads the picture as it was given, whatever its width', (t) => {
  for (const [width, height] of [
    [1, 1],
    [8, 3],
    [13, 5],
    [784, 30],
  ]) {
    const rows = Array.from({ length: height }, (_, y) =>
      Uint8Array.from({ length: width }, (__, x) => ((x * 7 + y * 3) % 5 === 0 ? 1 : 0)),
    );
    t.deepEqual(
      pixelsOf(pngBytes(rows), width, height),
      rows.map((row) => [...row]),
      `${width} x ${height}`,
    );
  }
});

test('a picture of more than one block is a whole stream with the right check sum', (t) => {
  const rows = Array.from({ length: 1000 }, () => new Uint8Array(1000));
  const png = Buffer.from(pngBytes(rows));
  const at = png.indexOf('IDAT');
  t.is(inflateSync(png.subarray(at + 4, at + 4 + png.readUInt32BE(at - 4))).length, 1000 * 126);
});
