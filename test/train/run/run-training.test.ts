import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { importWeights } from '../../../src/node/read-networks.ts';
import { loadTrainingText } from '../../../src/train/config/read-training.ts';
import { runTraining, type TrainingOptions } from '../../../src/train/run/run-training.ts';
import { trainingFiles } from '../../../src/train/run/training-files.ts';
import { faultsOf } from '../../config/faults-of.ts';
import { smallData, smallRecipe } from '../small-data.ts';

const folder = smallData();

async function trained(stages: string, more = '', options: TrainingOptions = {}, layers?: string) {
  return runTraining(await loadTrainingText(smallRecipe(stages, more, layers), join(folder, 'recipe.yaml')), options);
}

const ALL_STAGES = `
  - train: { epochs: 4 }
  - iterate: { rounds: 2, prune: { density: 30 % }, retrain: { epochs: 2 } }
  - share: { codeBits: 3 }
  - fineTune: { epochs: 1 }
  - encode: { indexBits: 4 }
  - huffman: {}`;

test('a network is trained, pruned, shared and coded, and its stages tell accuracy and size in order', async (t) => {
  const { result, network } = await trained(ALL_STAGES);
  t.deepEqual(
    result.stages.map(({ name }) => name),
    [
      'train',
      'round 1: prune',
      'round 1: retrain',
      'round 2: prune',
      'round 2: retrain',
      'share',
      'fine-tune',
      'encode',
      'Huffman',
    ],
  );
  const [first, ...others] = result.stages;
  // 200 samples of 4 classes: chance is 25 %
  t.true(first.accuracy.top1 > 0.9, String(first.accuracy.top1));
  t.true(others.at(-1)!.accuracy.top1 > 0.85);
  t.is(first.bytes, 4 * (64 * 16 + 16 + 16 * 4 + 4));
  t.true(others.at(-1)!.compressionRate > 8);
  t.is(result.stages[4].density, (Math.round(0.3 * 1024) + Math.round(0.3 * 64)) / (1024 + 64));
  for (const { kept, weights, biases, shared } of network.layers) {
    const stays = new Set(kept);
    weights.forEach((weight, place) => {
      if (!stays.has(place)) t.is(Object.is(weight, -0) ? NaN : weight, 0);
    });
    t.true(biases.every((bias) => bias !== 0));
    t.is(shared!.codebook[0], 0);
    t.false(shared!.codes.includes(0));
    t.deepEqual(
      [...kept!].map((place) => weights[place]),
      Array.from(shared!.codes, (code) => shared!.codebook[code]),
    );
  }
});

for (const optimizer of ['sgd: { momentum: 0.9, weightDecay: 0.01 }', 'adam: { weightDecay: 0.01 }'])
  test(`pruned weights stay exactly zero through ${optimizer}`, async (t) => {
    const stages = `
  - train: { epochs: 2, learningRate: 0.01 }
  - prune: { density: 40 % }
  - retrain: { epochs: 2, learningRate: 0.01, l1: 0.001 }`;
    const { network, result } = await trained(stages, `optimizer: { ${optimizer} }`);
    for (const { kept, weights } of network.layers) {
      t.is(kept!.length, Math.round(0.4 * weights.length));
      t.is(weights.filter((weight) => weight !== 0).length, kept!.length);
    }
    t.not(result.stages[2].epochs![1].loss, result.stages[2].epochs![0].loss);
  });

test('every stage is charged on the machine of the recipe; what it cannot run is told and costs nothing else', async (t) => {
  const stages = `
  - train: { epochs: 1 }
  - prune: { density: 20 % }
  - share: { codeBits: 5 }`;
  const { result } = await trained(stages, 'hardware: eie-64pe\nchargedInferences: 3');
  const [dense, pruned, wide] = result.stages.map(({ charge }) => charge!);
  t.deepEqual([dense.hardware, dense.inferences], ['EIE, 64 PEs', 3]);
  t.true('energyPj' in dense && 'energyPj' in pruned && dense.energyPj > pruned.energyPj && pruned.energyPj > 0);
  t.regex('refused' in wide ? wide.refused : '', /expected codes below 16/);
  t.regex(result.warnings.join(), /^share: not charged: /);
});

test('each layer is pruned alone to tell what it bears, and the network goes on as if that had not been', async (t) => {
  const sensitivity = '\n  - sensitivity: { densities: [10 %, 100 %] }';
  const [before, after] = ALL_STAGES.split('\n  - iterate');
  const tried = await trained(`${before}${sensitivity}\n  - iterate${after}`);
  const plain = await trained(ALL_STAGES);
  t.deepEqual(tried.network, plain.network);
  const stage = tried.result.stages[1];
  t.is(stage.accuracy.top1, plain.result.stages[0].accuracy.top1);
  t.deepEqual(
    stage.sensitivity!.map(({ name, points }) => [name, points[0]]),
    ['fc1', 'fc2'].map((name) => [name, { density: 1, top1: stage.accuracy.top1 }]),
  );
  for (const [index, name] of ['fc1', 'fc2'].entries()) {
    const alone = await trained(`\n  - train: { epochs: 4 }\n  - prune: { density: 10 %, only: [${name}] }`);
    t.is(stage.sensitivity![index].points[1].top1, alone.result.stages[1].accuracy.top1, name);
  }
  t.true(stage.sensitivity!.some(({ points }) => points[1].top1 < stage.accuracy.top1));
});

test('the same seed gives the same network, another one another', async (t) => {
  const bytes = async (more: string) =>
    trainingFiles(await trained(ALL_STAGES, more), 10).map(({ content }) => Buffer.from(content).toString('base64'));
  const [once, again, other] = [await bytes('seed: 3'), await bytes('seed: 3'), await bytes('seed: 4')];
  t.deepEqual(once, again);
  t.not(once[0], other[0]);
});

test('two or three threads give the same bytes as one', async (t) => {
  const bytes = async (jobs: number) => {
    const training = await trained(ALL_STAGES, 'batchParts: 3\noptimizer: { adam: {} }\nlearningRate: 0.005', {
      jobs,
    });
    return [
      training.result,
      ...trainingFiles(training, 10).map(({ content }) => Buffer.from(content).toString('base64')),
    ];
  };
  const one = await bytes(1);
  t.deepEqual(await bytes(2), one);
  t.deepEqual(await bytes(3), one);
});

test('an interrupted training keeps the last whole epoch and goes on to the same end', async (t) => {
  const whole = await trained(ALL_STAGES);
  const out = join(smallData(), 'out');
  const stop = new AbortController();
  const onProgress = ({ done }: { readonly done: number }) => {
    if (done === 400 * 6) stop.abort();
  };
  await t.throwsAsync(trained(ALL_STAGES, '', { folder: out, signal: stop.signal, onProgress }), { any: true });
  t.deepEqual(readdirSync(out), ['training.checkpoint']);
  const resumed = await trained(ALL_STAGES, '', { folder: out });
  t.deepEqual(resumed.result, whole.result);
  t.deepEqual(resumed.network, whole.network);
  t.false(existsSync(join(out, 'training.checkpoint')));
});

test('a checkpoint of another recipe is not continued, unless it is to start over', async (t) => {
  const out = join(smallData(), 'out');
  const stop = new AbortController();
  await t.throwsAsync(
    trained('  - train: { epochs: 3 }', '', {
      folder: out,
      signal: stop.signal,
      onProgress: ({ done }) => done === 400 && stop.abort(),
    }),
    { any: true },
  );
  const before = readFileSync(join(out, 'training.checkpoint'));
  const [fault] = await faultsOf(() => trained('  - train: { epochs: 2 }', '', { folder: out }));
  t.regex(fault, /changed: stages\. .*TRAINING_CHANGED/);
  t.deepEqual(readFileSync(join(out, 'training.checkpoint')), before);
  await t.notThrowsAsync(trained('  - train: { epochs: 1 }', '', { folder: out, fresh: true }));
});

test('a loss that is not finite stops the training and says where; the last whole epoch stays', async (t) => {
  const out = join(smallData(), 'out');
  const layers = `
  - fullyConnected: { name: fc1, outputs: 16 }
  - fullyConnected: { name: fc2, outputs: 4 }`;
  const stages = `
  - train: { epochs: 1, learningRate: 0.01 }
  - train: { epochs: 3, learningRate: 1e6 }`;
  const [fault] = await faultsOf(() => trained(stages, '', { folder: out }, layers));
  t.regex(fault, /epoch 1 of "train 2".*learning rate 1000000.*last-good\.safetensors.*TRAINING_DIVERGED/);
  t.deepEqual(readdirSync(out), ['last-good.safetensors', 'training.checkpoint']);
  const good = await importWeights(join(out, 'last-good.safetensors'));
  t.true(good.layers.every(({ matrix }) => matrix.values.every(Number.isFinite)));
  // with a rate that is small enough the training goes its way, and the file is gone
  const [first] = (await trained(stages.replace('1e6', '0.01'), '', { folder: out, fresh: true }, layers)).result
    .stages;
  t.deepEqual([first.name, readdirSync(out)], ['train', []]);
});
