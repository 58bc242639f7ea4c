import test from 'ava';
import * as fc from 'fast-check';
import { decode } from '../../src/compress/decode.ts';
import { encode } from '../../src/compress/encode.ts';
import { shareWeights } from '../../src/compress/share-weights.ts';
import { toSparse } from '../../src/compress/sparse-weights.ts';
import type { WeightMatrix } from '../../src/network/layer.ts';
import { importWeights } from '../../src/node/read-networks.ts';
import { caseFile, testWithData } from '../oracles/shared-folder.ts';
import { sparse } from './dense.ts';

/** The matrix of a column of numbers, each its own code. */
function column(...values: readonly number[]): WeightMatrix {
  const weights = sparse(...values.map((value) => [value]));
  const { codes, codebook } = shareWeights(weights.values, { codeBits: 4 });
  const { rows, columns, columnStart, rowIndex } = weights;
  return { rows, columns, hasBias: false, columnStart, rowIndex, weights: { kind: 'shared', codes, codebook } };
}
const zeros = (count: number): number[] => new Array<number>(count).fill(0);

test("the paper's column [0, 0, 1, 2, 18 zeros, 3] is stored as 1 2 0 3 with gaps 2 0 15 2", (t) => {
  const { codes, relativeIndices } = encode(column(0, 0, 1, 2, ...zeros(18), 3), 1, 4);
  t.deepEqual(
    [[...codes], [...relativeIndices]],
    [
      [1, 2, 0, 3],
      [2, 0, 15, 2],
    ],
  );
});

const padding = test.macro({
  exec: (t, before: number, behind: number, gaps: readonly number[]) => {
    const { codes, relativeIndices } = encode(column(...zeros(before), 1, ...zeros(behind)), 1, 4);
    t.deepEqual([...relativeIndices], gaps);
    t.is(codes.filter((code) => code === 0).length, gaps.length - 1);
  },
  title: (claim) => claim ?? '',
});
test('15 zeros in a row cost no padding zero', padding, 15, 0, [15]);
test('16 zeros in a row cost one padding zero', padding, 16, 0, [15, 0]);
test('32 zeros in a row cost two', padding, 32, 0, [15, 15, 0]);
test('zeros behind the last weight cost none', padding, 0, 40, [0]);

const matrices = fc
  .record({
    rows: fc.integer({ min: 1, max: 40 }),
    columns: fc.integer({ min: 1, max: 6 }),
    density: fc.double({ min: 0, max: 1, noNaN: true }),
    seed: fc.nat(),
  })
  .map(({ rows, columns, density, seed }) => {
    let state = seed;
    const draw = () => ((state = (Math.imul(state, 1103515245) + 12345) >>> 0) >>> 8) / 2 ** 24;
    return sparse(
      ...Array.from({ length: rows }, () =>
        Array.from({ length: columns }, () => (draw() < density ? 1 + Math.floor(draw() * 15) : 0)),
      ),
    );
  });

test('decoding is the exact inverse of encoding, for any number of PEs and index width', (t) => {
  fc.assert(
    fc.property(
      matrices,
      fc.integer({ min: 1, max: 50 }),
      fc.integer({ min: 1, max: 8 }),
      (weights, pes, indexBits) => {
        const { codes, codebook } = shareWeights(weights.values, { codeBits: 4 });
        const { rows, columns, columnStart, rowIndex } = weights;
        const matrix: WeightMatrix = {
          rows,
          columns,
          hasBias: false,
          columnStart,
          rowIndex,
          weights: { kind: 'shared', codes, codebook },
        };
        const streams = encode(matrix, pes, indexBits);
        t.true(streams.relativeIndices.every((index) => index < 2 ** indexBits));
        t.deepEqual(decode(streams, rows, columns, false, codebook), matrix);
      },
    ),
  );
});

/** cases/files/INDEX.md: entries, padding zeros and the fullest PE for 1, 4 and 64 PEs with 4-bit indices, from a reader of its own. */
const dlmc = test.macro({
  exec: async (
    t,
    file: string,
    expected: readonly (readonly [pes: number, entries: number, padding: number, fullest: number])[],
  ) => {
    const { layers } = await importWeights(caseFile(`smtx/${file}`));
    const { rows, columns, columnStart, rowIndex, values } = toSparse(layers[0].matrix).weights;
    const weights = {
      kind: 'shared',
      codes: new Uint8Array(values.length).fill(1),
      codebook: Float32Array.of(0, 1),
    } as const;
    for (const [pes, entries, paddingZeros, fullest] of expected) {
      const { codes, streamStart } = encode({ rows, columns, hasBias: false, columnStart, rowIndex, weights }, pes, 4);
      const lengths = Array.from({ length: pes }, (_, p) => streamStart[p + 1] - streamStart[p]);
      t.deepEqual(
        [codes.length, codes.filter((code) => code === 0).length, Math.max(...lengths)],
        [entries, paddingZeros, fullest],
        `${pes} PEs`,
      );
    }
  },
  title: (_given, file: string) => `${file} takes the entries and padding zeros of its truth`,
});
testWithData(caseFile('smtx/made_ok.smtx'))(dlmc, 'made_ok.smtx', [
  [1, 4, 0, 4],
  [4, 4, 0, 2],
  [64, 4, 0, 2],
]);
testWithData(caseFile('smtx/rn50_extmag_0.8_bottleneck_1_block_group2_1_1.smtx'))(
  dlmc,
  'rn50_extmag_0.8_bottleneck_1_block_group2_1_1.smtx',
  [
    [1, 13552, 436, 13552],
    [4, 13303, 187, 3360],
    [64, 13116, 0, 283],
  ],
);
testWithData(caseFile('smtx/rn50_mag_0.98_bottleneck_1_block_group_projection_block_group1.smtx'))(
  dlmc,
  'rn50_mag_0.98_bottleneck_1_block_group_projection_block_group1.smtx',
  [
    [1, 147, 66, 147],
    [4, 81, 0, 24],
    [64, 81, 0, 4],
  ],
);
testWithData(caseFile('smtx/rn50_mag_0.98_initial_conv.smtx'))(dlmc, 'rn50_mag_0.98_initial_conv.smtx', [
  [1, 274, 86, 274],
  [4, 188, 0, 48],
  [64, 188, 0, 16],
]);
testWithData(caseFile('smtx/rn50_mag_0.9_bottleneck_1_block_group1_1_1.smtx'))(
  dlmc,
  'rn50_mag_0.9_bottleneck_1_block_group1_1_1.smtx',
  [
    [1, 1862, 224, 1862],
    [4, 1638, 0, 451],
    [64, 1638, 0, 56],
  ],
);
testWithData(caseFile('smtx/rn50_random_0.98_initial_conv.smtx'))(dlmc, 'rn50_random_0.98_initial_conv.smtx', [
  [1, 450, 189, 450],
  [4, 261, 0, 71],
  [64, 261, 0, 9],
]);
testWithData(caseFile('smtx/tf_mag_0.98_dec0_self_q.smtx'))(dlmc, 'tf_mag_0.98_dec0_self_q.smtx', [
  [1, 15733, 10491, 15733],
  [4, 11913, 6671, 3029],
  [64, 5242, 0, 99],
]);
testWithData(caseFile('smtx/tf_vd_0.98_dec2_encdec_q_ONECOL.smtx'))(dlmc, 'tf_vd_0.98_dec2_encdec_q_ONECOL.smtx', [
  [1, 33, 25, 33],
  [4, 24, 16, 8],
  [64, 8, 0, 1],
]);
testWithData(caseFile('smtx/tf_vd_0.98_enc0_ffn_conv2.smtx'))(dlmc, 'tf_vd_0.98_enc0_ffn_conv2.smtx', [
  [1, 0, 0, 0],
  [4, 0, 0, 0],
  [64, 0, 0, 0],
]);
