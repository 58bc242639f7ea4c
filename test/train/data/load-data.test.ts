import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import test from 'ava';
import { formatFault } from '../../../src/base/user-error.ts';
import { checkAnyFile } from '../../../src/check/check-use.ts';
import { npyBytes } from '../../../src/network/inputs/npy-bytes.ts';
import { loadTrainingText } from '../../../src/train/config/read-training.ts';
import { prepareTraining } from '../../../src/train/run/prepare-training.ts';
import { faultsOf } from '../../config/faults-of.ts';
import { corners, idx, smallData, smallRecipe } from '../small-data.ts';

const STAGES = '  - train: { epochs: 1 }';

/** What is wrong with the small data once some of its files are others. */
async function faultsWith(files: Readonly<Record<string, Uint8Array>>, more = '', layers?: string): Promise<string[]> {
  const folder = smallData(12, 6);
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  const recipe = smallRecipe(STAGES, more, layers);
  const faults = await faultsOf(async () =>
    prepareTraining(await loadTrainingText(recipe, join(folder, 'recipe.yaml'))),
  );
  return faults.map((fault) => fault.replaceAll(`${folder}/`, ''));
}

test('as many labels as images, no less', async (t) => {
  const [fault, ...others] = await faultsWith({ 'train-labels': idx([11], new Uint8Array(11)) });
  t.regex(fault, /^train-labels: expected 12 labels, one for each sample of train-images, found 11 \[LABELS\]$/);
  t.deepEqual(others, []);
});

test('a label that is no class of the network is told with its place', async (t) => {
  const labels = new Uint8Array(6);
  labels[4] = 4;
  const [fault] = await faultsWith({ 'test-labels': idx([6], labels) });
  t.regex(fault, /^test-labels: expected labels below 4, the values that the last layer gives, found 4 at position 4/);
});

test('NaN in the data is told with its place', async (t) => {
  const values = new Float32Array(12 * 64);
  values[70] = Number.NaN;
  const [fault] = await faultsWith({ 'train-images': npyBytes([12, 8, 8], values) });
  t.regex(fault, /^train-images: expected finite inputs, found NaN at position 70/);
});

test('an IDX file that is cut short is told with the bytes that it should have', async (t) => {
  const [fault] = await faultsWith({ 'train-images': idx([12, 8, 8], corners(12, 1).images).subarray(0, 700) });
  t.regex(fault, /^train-images: .*12.*8.*8.* of uint8: expected 768 bytes behind byte 16, found 684 \[IDX\]/);
});

test('training and test data are of one shape', async (t) => {
  const [fault] = await faultsWith({ 'test-images': idx([6, 8, 4], new Uint8Array(192)) });
  t.regex(fault, /^test-images: expected samples of .*8.*8.* as in train-images, found .*8.*4/);
});

test('layers that do not fit the data or each other are told at their place in the recipe', async (t) => {
  const small = `
  - convolution: { name: c1, outputs: 2, size: 9 }
  - fullyConnected: { name: fc, outputs: 4 }`;
  const [large] = await faultsWith({}, '', small);
  t.regex(
    large,
    /^recipe\.yaml:\d+:\d+ layers\[0\]\.convolution: "c1" has kernels of 9 x 9, .* images of 8 x 8 \[CHAIN_SHAPE\]/,
  );
  const late = `
  - fullyConnected: { name: fc, outputs: 4 }
  - maxPooling: { size: 2 }`;
  const [flat] = await faultsWith({}, '', late);
  t.regex(flat, /^recipe\.yaml:\d+:\d+ layers\[1\]\.maxPooling: pooling takes images/);
});

test('data that are missing are told by their path', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'picojoule-train-'));
  const file = join(folder, 'recipe.yaml');
  writeFileSync(file, smallRecipe(STAGES));
  const { faults } = await checkAnyFile(file);
  t.is(faults.length, 1);
  t.regex(formatFault(faults[0]), /train-images: .*ENOENT/);
});

test('gzipped IDX and .npy of the same numbers are the same data', async (t) => {
  const { images, labels } = corners(12, 1);
  const read = async (files: Readonly<Record<string, Uint8Array>>) => {
    const folder = smallData(12, 6);
    for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
    const { samples } = await prepareTraining(await loadTrainingText(smallRecipe(STAGES), join(folder, 'recipe.yaml')));
    return { ...samples.train, values: [...samples.train.values] };
  };
  const plain = await read({});
  t.deepEqual(plain.values, [...images]);
  t.deepEqual(await read({ 'train-images': gzipSync(idx([12, 8, 8], images)) }), plain);
  const npy = {
    'train-images': npyBytes([12, 8, 8], Float32Array.from(images)),
    'train-labels': npyBytes([12], Uint16Array.from(labels)),
  };
  t.deepEqual(await read(npy), plain);
});

test('values are scaled, centred and divided by their deviation as the recipe says, from the training data alone', async (t) => {
  const folder = smallData(12, 6);
  const recipe = smallRecipe(STAGES).replace(
    'scale: 1 / 255',
    'scale: 2\n  mean: each\n  deviation: all\n  validation: 25 %',
  );
  const { samples } = await prepareTraining(await loadTrainingText(recipe, join(folder, 'recipe.yaml')));
  const { images } = corners(12, 1);
  const learnt = Array.from(images.subarray(0, 9 * 64));
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  t.is(samples.train.count, 9);
  t.is(samples.validation.count, 3);
  t.true(Math.abs(samples.test.shift[5] - mean(learnt.filter((_, k) => k % 64 === 5))) < 1e-9);
  const all = mean(learnt);
  const deviation = Math.sqrt(mean(learnt.map((value) => (value - all) ** 2)));
  t.true(samples.test.scale.every((scale) => Math.abs(scale - 1 / deviation) < 1e-12));
});
