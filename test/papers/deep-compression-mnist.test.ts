import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { loadTraining } from '../../src/train/config/read-training.ts';
import { meansOf, PUBLISHED, SEEDS, trainedResults, trainingSummary } from './deep-compression-mnist.ts';

for (const published of PUBLISHED) {
  const { recipe, goal } = published;
  test(`${recipe} reproduces Deep Compression on MNIST: error, loss of accuracy, rate and kept weights, means of ${SEEDS.length} seeds`, (t) => {
    const { before, after, rate, kept } = meansOf(trainedResults(published));
    t.true(after.mean <= goal.error, `${after.mean} %`);
    t.true(after.mean - before.mean <= goal.above, `${after.mean} % behind ${before.mean} %`);
    t.true(rate.mean >= goal.rate, `${rate.mean} x`);
    t.true(kept.mean <= goal.kept, `${kept.mean} %`);
  });

  test(`the records of ${recipe} are of the recipe that ships, on all of MNIST, and the summary is what they tell`, async (t) => {
    const results = trainedResults(published);
    const { recipe: ships } = await loadTraining(recipe);
    for (const { recipe: used, samples, seed } of results) {
      t.deepEqual(used, JSON.parse(JSON.stringify({ ...ships, seed: used.seed })), `seed ${seed}`);
      t.deepEqual(samples, { train: 60_000, validation: 0, test: 10_000 });
    }
    const file = join('reports', recipe, 'README.md');
    t.true(existsSync(file));
    t.is(readFileSync(file, 'utf8'), trainingSummary(published, results));
  });
}
