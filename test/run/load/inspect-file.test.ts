import test from 'ava';
import { type Files, memoryFiles } from '../../../src/base/files/files.ts';
import type { InspectionProgress } from '../../../src/network/inspect.ts';
import { inspectFile } from '../../../src/run/load/inspect-file.ts';

const SHAPE = [64, 32];
const BYTES = 4 * SHAPE[0] * SHAPE[1];

/** A .safetensors file of so many layers, of which layer k holds k ones and zeros beside. */
function file(layers: number): Uint8Array {
  const entries = Array.from({ length: layers }, (_, k) => [
    `layers.${k}.weight`,
    { dtype: 'F32', shape: SHAPE, data_offsets: [k * BYTES, (k + 1) * BYTES] },
  ]);
  const header = new TextEncoder().encode(JSON.stringify(Object.fromEntries(entries)));
  const bytes = new Uint8Array(8 + header.length + layers * BYTES);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(header.length), true);
  bytes.set(header, 8);
  for (let k = 0; k < layers; k++)
    bytes.set(new Uint8Array(new Float32Array(k).fill(1).buffer), 8 + header.length + k * BYTES);
  return bytes;
}

/** Files that tell how much was read at a time. */
function counted(files: Files): { files: Files; lengths: number[] } {
  const lengths: number[] = [];
  const read: Files['read'] = (path, part) => {
    const bytes = files.read(path, part);
    lengths.push(bytes.length);
    return bytes;
  };
  return { files: { ...files, read }, lengths };
}

test('a file of many layers is read one layer at a time, each once', async (t) => {
  const { files, lengths } = counted(memoryFiles({ '/many.safetensors': file(40) }));
  const told: InspectionProgress[] = [];
  const { layers } = await inspectFile(files, '/many.safetensors', { onProgress: (progress) => told.push(progress) });
  t.deepEqual(
    layers.map(({ nonZeroWeights }) => nonZeroWeights),
    Array.from({ length: 40 }, (_, k) => k),
  );
  t.true(Math.max(...lengths) <= BYTES);
  t.is(lengths.filter((length) => length === BYTES).length, 40);
  t.deepEqual(told[3], { layer: 'layers.3.weight', doneBytes: 3 * BYTES, ofBytes: 40 * BYTES });
});
