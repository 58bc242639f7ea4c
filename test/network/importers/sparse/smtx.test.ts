import test from 'ava';
import { smtx } from '../../../../src/network/importers/sparse/smtx.ts';
import { reads, refuses, testFiles } from '../case-files.ts';

testFiles('smtx', {
  'made_ok.smtx': reads(3, 4, 4),
  'made_crlf.smtx': reads(3, 4, 4),
  'made_nospace.smtx': reads(3, 4, 4),
  'made_unsorted.smtx': reads(3, 4, 4),
  'rn50_extmag_0.8_bottleneck_1_block_group2_1_1.smtx': reads(128, 512, 13116),
  'rn50_mag_0.98_bottleneck_1_block_group_projection_block_group1.smtx': reads(64, 64, 81),
  'rn50_mag_0.98_initial_conv.smtx': reads(64, 147, 188),
  'rn50_mag_0.9_bottleneck_1_block_group1_1_1.smtx': reads(64, 256, 1638),
  'rn50_random_0.98_initial_conv.smtx': reads(64, 147, 261),
  'tf_mag_0.98_dec0_self_q.smtx': reads(512, 512, 5242),
  'tf_vd_0.98_dec2_encdec_q_ONECOL.smtx': reads(512, 512, 8),
  'tf_vd_0.98_enc0_ffn_conv2.smtx': reads(512, 2048, 0),
  'made_bad_col.smtx': refuses(/:3: entry 2: column 4 is not below 4/),
  'made_bad_nnz.smtx': refuses(/:2: expected 5 entries \(line 1\), the last offset is 4/),
  'made_bad_offsets.smtx': refuses(/:2: entry 3: offset 1 is below/),
  'made_dup.smtx': refuses(/:3: entry 2: duplicate column 0 in row 0/),
  'made_perrow.smtx': refuses(/:2: expected 4 row offsets, found 2/),
  'README_dlmc_as_published.txt': refuses(/neither content nor extension/),
});

const pattern = Buffer.from('3, 4, 4\n0 2 2 4\n0 3 1 2\n');

test('the same seed gives the same values, another seed others, and none is 0', async (t) => {
  const valuesOf = async (seed: number) =>
    (await smtx.read({ file: 'f', bytes: pattern }, { seed })).layers[0].matrix.values;
  t.deepEqual(await valuesOf(7), await valuesOf(7));
  t.notDeepEqual(await valuesOf(7), await valuesOf(8));
  t.false((await valuesOf(7)).includes(0));
});

test('that values are generated is said, with the seed', async (t) => {
  const { warnings, seed } = await smtx.read({ file: 'f.smtx', bytes: pattern }, {});
  t.is(seed, 1);
  t.deepEqual(warnings, ['f: .smtx holds no values; they are generated from seed 1']);
});
