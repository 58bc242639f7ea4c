import test from 'ava';
import { memoryFiles } from '../../../../src/base/files/files.ts';
import { importWeights, openWeights, weightFiles } from '../../../../src/network/importers/index.ts';
import { ggufFile } from './gguf-bytes.ts';

/** 8 x 32 values that differ from tensor to tensor. */
const values = (first: number) => Float32Array.from({ length: 256 }, (_, k) => first + k / 256);

const keys = (no: number, count = 3, tensors = 4) => ({
  'split.no': no,
  'split.count': count,
  'split.tensors.count': tensors,
});
const tensor = (name: string, first: number) => ({ name, shape: [8, 32], values: values(first) });

const PARTS = {
  'm-00001-of-00003.gguf': ggufFile({ ...keys(0), 'general.architecture': 'llama' }, []),
  'm-00002-of-00003.gguf': ggufFile(keys(1), [
    tensor('blk.1.ffn_down.weight', 3),
    tensor('blk.0.ffn_up.weight', 1),
    tensor('blk.0.ffn_down.weight', 2),
  ]),
  'm-00003-of-00003.gguf': ggufFile(keys(2), [tensor('output.weight', 4)]),
};

test('a model in parts is one network, whichever part is named and wherever its tensors lie', async (t) => {
  for (const file of Object.keys(PARTS)) {
    const { layers, warnings } = await importWeights(memoryFiles(PARTS), file);
    const found = layers.map(({ name, matrix }) => [name, matrix.values[0], matrix.values[255]]);
    const last = 255 / 256;
    t.deepEqual(found, [
      ['blk.0.ffn_up.weight', 1, 1 + last],
      ['blk.0.ffn_down.weight', 2, 2 + last],
      ['blk.1.ffn_down.weight', 3, 3 + last],
      ['output.weight', 4, 4 + last],
    ]);
    t.deepEqual(warnings, []);
    t.deepEqual((await weightFiles(memoryFiles(PARTS), file)).toSorted(), Object.keys(PARTS));
  }
});

const refuses = test.macro({
  exec: async (t, changes: Readonly<Record<string, Uint8Array | null>>, message: RegExp) => {
    const files = Object.entries({ ...PARTS, ...changes }).filter(
      (one): one is [string, Uint8Array] => one[1] !== null,
    );
    const [[named]] = files;
    await t.throwsAsync(openWeights(memoryFiles(Object.fromEntries(files)), named), { message });
  },
  title: (given = '') => `${given} is refused with its file`,
});

test(
  'a missing part',
  refuses,
  { 'm-00003-of-00003.gguf': null },
  /m-00001-of-00003\.gguf: part 1 of 3 of a model, of which one is missing: m-00003-of-00003\.gguf/,
);
test(
  'a part under another name',
  refuses,
  {
    'm-00001-of-00003.gguf': null,
    'm-00002-of-00003.gguf': null,
    'm.gguf': ggufFile(keys(0), []),
    'm-00003-of-00003.gguf': null,
  },
  /m\.gguf: part 1 of 3 of a model: the others are found where it is named \.\.\.-00001-of-00003\.gguf/,
);
test(
  'a part of another split',
  refuses,
  { 'm-00002-of-00003.gguf': ggufFile(keys(2), []) },
  /m-00002-of-00003\.gguf: expected part 2 of 3 by its keys, found part 3 of 3/,
);
test(
  'a whole model among parts',
  refuses,
  { 'm-00003-of-00003.gguf': ggufFile({}, []) },
  /m-00003-of-00003\.gguf: expected part 3 of 3 by its keys, found a model that is not split/,
);
test(
  'a tensor in two parts',
  refuses,
  { 'm-00003-of-00003.gguf': ggufFile(keys(2), [tensor('blk.0.ffn_up.weight', 9)]) },
  /m-00003-of-00003\.gguf: tensor "blk\.0\.ffn_up\.weight" stands in m-00002-of-00003\.gguf too/,
);
test(
  'a lost tensor',
  refuses,
  { 'm-00003-of-00003.gguf': ggufFile(keys(2), []) },
  /m-00001-of-00003\.gguf: expected 4 tensors in all parts \(split\.tensors\.count\), found 3/,
);

test('experts of a GGUF file know block and number: those that a token uses run, or as many as asked for', async (t) => {
  const experts = (name: string, rows: number, columns: number) => ({
    name,
    shape: [4, rows, columns],
    values: new Float32Array(4 * rows * columns).fill(1),
  });
  const file = (used: number) =>
    ggufFile({ 'general.architecture': 'qwen3moe', 'qwen3moe.expert_count': 4, 'qwen3moe.expert_used_count': used }, [
      { name: 'blk.0.ffn_gate_inp.weight', shape: [4, 32], values: new Float32Array(128) },
      experts('blk.0.ffn_gate_exps.weight', 8, 32),
      experts('blk.0.ffn_down_exps.weight', 32, 8),
    ]);
  const source = await openWeights(memoryFiles({ 'x.gguf': file(2) }), 'x.gguf');
  t.is(source.expertsPerToken, 2);
  t.deepEqual(
    source.heads.map(({ name, expert }) => `${name} ${expert?.block ?? ''} ${expert?.index ?? ''}`.trim()),
    [
      'blk.0.ffn_gate_inp.weight',
      ...[0, 1, 2, 3].map((k) => `blk.0.ffn_gate_exps.weight.${k} 0 ${k}`),
      ...[0, 1, 2, 3].map((k) => `blk.0.ffn_down_exps.weight.${k} 0 ${k}`),
    ],
  );
});
