import test from 'ava';
import { memoryFiles } from '../../../src/base/files/files.ts';
import { importWeights } from '../../../src/network/importers/index.ts';
import type { StreamedNetwork } from '../../../src/network/streamed-network.ts';
import { loadEnergyTable, loadHardware } from '../../../src/node/read-configs.ts';
import { importedNetwork } from '../../../src/run/load/imported-network.ts';
import { openNetwork } from '../../../src/run/load/load-network.ts';
import { runNetwork } from '../../../src/run/run-network.ts';
import { runStreamed } from '../../../src/run/run-streamed.ts';
import { folderOf, type MadeTensor, shardsOf } from '../../network/importers/folder/made-folder.ts';

const LLAMA = {
  architectures: ['LlamaForCausalLM'],
  model_type: 'llama',
  hidden_size: 36,
  intermediate_size: 70,
  num_attention_heads: 2,
  num_key_value_heads: 1,
  num_hidden_layers: 2,
  vocab_size: 51,
};
const SHAPES = {
  'self_attn.q_proj.weight': [36, 36],
  'self_attn.k_proj.weight': [18, 36],
  'self_attn.v_proj.weight': [18, 36],
  'self_attn.o_proj.weight': [36, 36],
  'mlp.down_proj.weight': [36, 70],
  'mlp.gate_proj.weight': [70, 36],
  'mlp.up_proj.weight': [70, 36],
};
const TENSORS: Readonly<Record<string, readonly number[]>> = {
  'model.embed_tokens.weight': [51, 36],
  ...Object.fromEntries(
    [0, 1].flatMap((block) =>
      Object.entries(SHAPES).map(([name, shape]) => [`model.layers.${block}.${name}`, shape] as const),
    ),
  ),
  'lm_head.weight': [51, 36],
};

const DTYPES = { bf16: 'BF16', fp16: 'F16', fp32: 'F32' } as const;

/** Halves of a few values, which all three formats hold, half of them 0; where a place says so, one that is infinite. */
function tensorOf(shape: readonly number[], format: keyof typeof DTYPES, seed: number, infinite = -1): MadeTensor {
  const patterns = {
    bf16: [0, 0x8000, 0x3f80, 0xbf00, 0x3e40, 0x7f80],
    fp16: [0, 0x8000, 0x3c00, 0xb800, 0x3200, 0x7c00],
    fp32: [0, 0x80000000, 0x3f800000, 0xbf000000, 0x3e400000, 0x7f800000],
  }[format];
  const count = shape.reduce((product, size) => product * size, 1);
  const Patterns = format === 'fp32' ? Uint32Array : Uint16Array;
  const which = (k: number) => Math.floor((Math.imul(k + 1, 0x9e3779b1 + 2 * seed) >>> 16) % 10);
  const stored = new Patterns(count);
  for (let k = 0; k < count; k++) stored[k] = patterns[k === infinite ? 5 : [0, 0, 0, 0, 1, 2, 2, 3, 3, 4][which(k)]];
  return { dtype: DTYPES[format], shape, bytes: new Uint8Array(stored.buffer) };
}

const tensorsOf = (format: keyof typeof DTYPES) =>
  Object.fromEntries(Object.entries(TENSORS).map(([name, shape], seed) => [name, tensorOf(shape, format, seed)]));

const SET = ['encoding.weights=direct', 'encoding.codeBits=null', 'encoding.indexBits=4'];
const hardware = await loadHardware('eie-256pe-7nm', { set: SET });
const table = await loadEnergyTable(hardware.energy.tableFile);
const opened = async (contents: Readonly<Record<string, Uint8Array | string>>) =>
  (await openNetwork(memoryFiles(contents), 'm')) as StreamedNetwork;

test('shards, one file and other formats of the same weights have the same layers, and those of weights that are all in memory', async (t) => {
  const files = memoryFiles(folderOf(LLAMA, tensorsOf('fp32')));
  const whole = importedNetwork(await importWeights(files, 'm'), { file: 'm', name: 'm' });
  const expected = runNetwork(hardware, whole, table).layers;
  t.is(expected.length, 15);
  for (const format of ['bf16', 'fp16', 'fp32'] as const)
    for (const contents of [folderOf(LLAMA, tensorsOf(format)), shardsOf(LLAMA, tensorsOf(format), 3)])
      for (const lanes of [1, 3])
        t.deepEqual((await runStreamed(hardware, await opened(contents), table, { lanes })).layers, expected);
});

test('each byte of a weight file is asked for once, and those of an embedding are not', async (t) => {
  const contents = shardsOf(LLAMA, tensorsOf('bf16'), 3);
  const files = memoryFiles(contents);
  const asked = new Map(Object.entries(contents).map(([path, content]) => [path, new Uint8Array(content.length)]));
  let isRunning = false;
  const counting = {
    ...files,
    read: (...[path, part]: Parameters<typeof files.read>) => {
      const counts = asked.get(path);
      if (isRunning) for (let k = 0; k < part!.length; k++) counts![part!.from + k]++;
      return files.read(path, part);
    },
  };
  const network = (await openNetwork(counting, 'm')) as StreamedNetwork;
  isRunning = true;
  await runStreamed(hardware, network, table);
  const layers = Object.entries(TENSORS).filter(([name]) => name !== 'model.embed_tokens.weight');
  const bytes = layers.reduce((sum, [, [rows, columns]]) => sum + 2 * rows * columns, 0);
  const all = [...asked.values()].flatMap((counts) => [...counts]);
  t.is(Math.max(...all), 1);
  t.is(
    all.reduce((sum, times) => sum + times, 0),
    bytes,
  );
});

test('the largest layers begin first, and bytes of the file are told with the layers that are done', async (t) => {
  const told: (readonly [string, number, number | undefined])[] = [];
  let all = 0;
  await runStreamed(hardware, await opened(shardsOf(LLAMA, tensorsOf('bf16'), 3)), table, {
    onLayer: (name, done, _of, bytes) => {
      told.push([name.replace('model.layers.', ''), done, bytes?.done]);
      all = bytes!.of;
    },
  });
  const [down, head, small] = [2 * 70 * 36, 2 * 51 * 36, 2 * 36 * 36];
  t.deepEqual(told.slice(5, 9), [
    ['1.mlp.down_proj.weight', 5, 5 * down],
    ['lm_head.weight', 6, 6 * down],
    ['0.self_attn.q_proj.weight', 7, 6 * down + head],
    ['0.self_attn.o_proj.weight', 8, 6 * down + head + small],
  ]);
  t.is(all, 6 * down + head + 6 * small);
});

test('a weight that is not finite is refused with its place, as where all weights are in memory', async (t) => {
  for (const format of ['bf16', 'fp16', 'fp32'] as const) {
    const name = 'model.layers.1.mlp.up_proj.weight';
    const tensors = { ...tensorsOf(format), [name]: tensorOf([70, 36], format, 3, 2 * 36 + 5) };
    await t.throwsAsync(runStreamed(hardware, await opened(folderOf(LLAMA, tensors)), table), {
      message: /up_proj\.weight: expected finite weights, found row 2, column 5 is Infinity/,
    });
  }
});
