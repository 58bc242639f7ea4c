import type { ImportedLayer } from '../../../../src/network/imported-weights.ts';
import { importWeights } from '../../../../src/node/read-networks.ts';
import { allValues, REAL_FILES, testRealFile, truthOf } from '../real-files.ts';

interface LinearTruth {
  readonly linear: Readonly<Record<string, { readonly weight: readonly [number, number]; readonly nonZero: number }>>;
}

const isTurned = (family: string, layer: string): boolean => family === 'gpt2' && !layer.startsWith('lm_head');

/** Shards of each family; a file that is all of its folder is read as the folder, tied head and all. */
const FAMILIES: Readonly<Record<string, { readonly shards: readonly string[] }>> = {
  gpt2: { shards: ['model.safetensors'] },
  opt: { shards: ['model.safetensors'] },
  phi3: { shards: ['model.safetensors'] },
  llama: { shards: [1, 2, 3, 4, 5].map((shard) => `model-0000${shard}-of-00005.safetensors`) },
  mixtral: { shards: [1, 5, 9].map((shard) => `model-0000${shard}-of-00009.safetensors`) },
};

for (const [family, { shards }] of Object.entries(FAMILIES))
  for (const shard of shards)
    testRealFile(
      `${family}, ${shard}: every linear layer of transformers is a layer of its shape and non-zeros, nothing else is`,
      `lm/${family}/${shard}`,
      (t, { layers }) => {
        const { linear } = truthOf(`lm/${family}`) as LinearTruth;
        const expected = Object.entries(linear);
        const real = layers.filter(({ name }) => !/block_sparse_moe/.test(name));
        for (const { name, matrix, ...layer } of real) {
          const truth = expected.find(([module]) => `${module}.weight` === name);
          if (truth === undefined) {
            t.fail(`${name} is no linear layer of the network`);
            continue;
          }
          const [rows, columns] = isTurned(family, name) ? truth[1].weight.toReversed() : truth[1].weight;
          t.deepEqual([matrix.rows, matrix.columns], [rows, columns], name);
          t.is(allValues({ name, matrix, ...layer }).filter((value) => value !== 0).length, truth[1].nonZero, name);
        }
        if (shards.length === 1) t.is(real.length, expected.length);
      },
    );

for (const form of ['masked', 'removed'])
  testRealFile(
    `torch.nn.utils.prune, ${form}: two layers with their bias, a fifth of the weights left`,
    `prune/${form}.safetensors`,
    (t, { layers }) => {
      const truth = truthOf('prune/removed') as Record<string, { shape: number[]; nonZero: number; sum: number }>;
      t.deepEqual(
        layers.map(({ name }) => name),
        ['0.weight', '2.weight'],
      );
      for (const layer of layers) {
        const { shape, nonZero, sum } = truth[layer.name];
        const values = allValues(layer);
        t.deepEqual([layer.matrix.rows, layer.matrix.columns], shape);
        t.is(values.filter((value) => value !== 0).length, nonZero);
        t.true(Math.abs(values.reduce((total, value) => total + value, 0) - sum) < 1e-5);
        t.is(layer.bias?.length, shape[0]);
      }
    },
  );

testRealFile(
  'a pruned network computes what PyTorch computed: mask, weight, bias and order are right',
  'prune/masked.safetensors',
  async (t, { layers }) => {
    const [x, y] = await Promise.all(
      ['x', 'y'].map(async (name) => allValues((await importWeights(`${REAL_FILES}/prune/${name}.npy`)).layers[0])),
    );
    const apply = (layer: ImportedLayer, input: readonly number[]): number[] => {
      const weights = allValues(layer);
      return Array.from(layer.bias!, (bias, row) =>
        input.reduce((sum, value, column) => sum + weights[row * input.length + column] * value, bias),
      );
    };
    for (const item of [0, 1, 2]) {
      const hidden = apply(layers[0], x.slice(item * 40, (item + 1) * 40)).map((value) => Math.max(0, value));
      apply(layers[1], hidden).forEach((value, output) => {
        t.true(Math.abs(value - y[item * 10 + output]) < 1e-6);
      });
    }
  },
);
