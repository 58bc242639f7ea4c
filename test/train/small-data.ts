import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomStream } from '../../src/base/random.ts';

/** An IDX file of bytes. */
export function idx(shape: readonly number[], values: ArrayLike<number>): Uint8Array {
  const header = new DataView(new ArrayBuffer(4 + 4 * shape.length));
  header.setUint8(2, 8);
  header.setUint8(3, shape.length);
  for (const [axis, size] of shape.entries()) header.setUint32(4 + 4 * axis, size);
  return Uint8Array.from([...new Uint8Array(header.buffer), ...Array.from(values)]);
}

/** Images of 8 x 8 with a bright square in one of four corners, in noise: their class is the corner. */
export function corners(count: number, seed: number): { images: Uint8Array; labels: Uint8Array } {
  const next = randomStream(seed);
  const labels = Uint8Array.from({ length: count }, () => next() % 4);
  const images = new Uint8Array(count * 64);
  labels.forEach((label, sample) => {
    for (let y = 0; y < 8; y++)
      for (let x = 0; x < 8; x++) {
        const isLit = (label & 1) === Math.floor(x / 4) && label >> 1 === Math.floor(y / 4);
        images[sample * 64 + y * 8 + x] = (next() % 200) + (isLit ? 45 : 0);
      }
  });
  return { images, labels };
}

/** A folder with small training and test data in IDX files. */
export function smallData(train = 400, tried = 200): string {
  const folder = mkdtempSync(join(tmpdir(), 'picojoule-train-'));
  for (const [name, count, seed] of [
    ['train', train, 1],
    ['test', tried, 2],
  ] as const) {
    const { images, labels } = corners(count, seed);
    writeFileSync(join(folder, `${name}-images`), idx([count, 8, 8], images));
    writeFileSync(join(folder, `${name}-labels`), idx([count], labels));
  }
  return folder;
}

/** The text of a recipe on that data. */
export function smallRecipe(stages: string, more = '', layers = SMALL_LAYERS): string {
  return `
name: corners
data:
  train: { inputs: train-images, labels: train-labels }
  test: { inputs: test-images, labels: test-labels }
  scale: 1 / 255
batch: 20
${more.includes('learningRate:') ? '' : 'learningRate: 0.05'}
${more}
layers:
${layers}
stages:
${stages}
`;
}

const SMALL_LAYERS = `
  - fullyConnected: { name: fc1, outputs: 16 }
  - relu: {}
  - fullyConnected: { name: fc2, outputs: 4 }`;
