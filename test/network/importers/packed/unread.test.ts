import test from 'ava';
import { type Made, readMade } from './tensors-to-read.ts';

const codes = (name: string, shape: readonly number[], format = 'int32'): Made => [
  name,
  format,
  shape,
  Array.from({ length: shape.reduce((product, size) => product * size, 1) }, (_, at) => at),
];

for (const [form, tensors] of [
  [
    'AQLM',
    [
      codes('fc.codes', [4, 2, 1], 'int8'),
      codes('fc.codebooks', [1, 256, 1, 8], 'fp16'),
      codes('fc.scales', [4, 1, 1, 1], 'fp16'),
    ],
  ],
  ['QuIP#', [codes('fc.Qidxs', [4, 8], 'int16'), codes('fc.SU', [4], 'fp16')]],
  ['EXL2', [codes('fc.q_weight', [12, 8]), codes('fc.q_scale', [2, 1]), codes('fc.q_invperm', [16])]],
  ['EXL3', [codes('fc.trellis', [2, 2, 48], 'int16'), codes('fc.suh', [32], 'fp16')]],
  ['HQQ', [codes('fc.W_q', [8, 8], 'uint8'), codes('fc.scale', [8, 1], 'fp16')]],
  ['VPTQ', [codes('fc.indices', [1, 4, 8], 'uint16'), codes('fc.centroids.weight', [1, 64], 'fp16')]],
  ['Marlin', [codes('fc.B', [4, 16]), codes('fc.s', [1, 16], 'fp16')]],
  [
    'marlin-24',
    [codes('fc.weight_packed', [4, 16]), codes('fc.scale_packed', [1, 16], 'fp16'), codes('fc.meta', [4, 4], 'int16')],
  ],
  ['2:4 sparse (CUTLASS)', [codes('fc.packed', [4, 8], 'int8'), codes('fc.meta', [4, 1], 'int16')]],
  ['EETQ', [codes('fc.qweight', [8, 4], 'int8'), codes('fc.weight_scales', [4], 'fp16')]],
  ['torchao', [codes('fc._weight_qdata', [4, 4], 'uint8'), codes('fc._weight_scale', [4, 1, 2], 'fp16')]],
  ['packed integers', [codes('fc.stuff', [4, 4], 'uint8'), codes('fc.absmax', [4, 4], 'fp16')]],
] as const)
  test(`${form} is refused by name, and none of its tensors is a layer`, (t) => {
    const other: Made = ['head.weight', 'fp32', [2, 2], [1, 2, 3, 4]];
    const { layers, skipped } = readMade([...tensors, other, ['fc.bias', 'fp16', [4], [0, 0, 0, 0]]]);
    t.deepEqual(
      layers.map(({ name }) => name),
      ['head.weight'],
    );
    const refused = skipped.filter(({ kind }) => kind === 'unread');
    t.is(refused.length, 1);
    t.is(refused[0].name, 'fc.weight');
    t.true(refused[0].reason.startsWith(`${form}, not read: `), refused[0].reason);
  });
