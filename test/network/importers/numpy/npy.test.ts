import { importWeights } from '../../../../src/node/read-networks.ts';
import { reads, refuses, testFiles } from '../case-files.ts';
import { allValues, REAL_FILES, testRealFile } from '../real-files.ts';

const SMALL = reads(2, 3, 3, -0.25);

testFiles('npy', {
  'made_c_f4_2x3.npy': SMALL,
  'made_fortran_f4_2x3.npy': SMALL,
  'made_v2_f4_2x3.npy': SMALL,
  'made_v3_f4_2x3.npy': SMALL,
  'made_longheader_500.npy': SMALL,
  'made_trailing.npy': SMALL,
  'made_allzero_4x4.npy': reads(4, 4, 0, 0),
  'made_negzero.npy': reads(2, 2, 2, 0),
  'made_subnormal.npy': reads(2, 2, 2, 1.000008623e-40),
  'made_f2.npy': reads(1, 4, 3),
  'made_i8.npy': reads(2, 3, 4, -1),
  'made_u8.npy': reads(1, 3, 2, 383),
  'made_i8_bool.npy': reads(1, 3, 2, 2),
  'made_i64_big.npy': reads(1, 2, 1),
  'npyjs_65x65-float16.npy': reads(65, 65, 4204, 534198),
  'npyjs_65x65-float32.npy': reads(65, 65, 4210, 532546),
  'npyjs_65x65-int64.npy': reads(65, 65, 4215, 538058),
  'scipy_estimate_gradients_hang.npy': reads(2225, 2, 4444, 7372.84885),
  'scipy_jf_skew_t_gamlss_pdf_data.npy': reads(4, 123, 489, 1727.998159),
  'made_1d_6.npy': refuses(/shape \(6,\)/),
  'made_zerodim.npy': refuses(/shape \(\)/),
  'made_empty_0x5.npy': refuses(/empty, shape \(0, 5\)/),
  'npyjs_10-float32.npy': refuses(/shape \(10,\)/),
  'npyjs_4x4x4x4x4-int8.npy': refuses(/5 dimensions, shape \(4, 4, 4, 4, 4\): expected 2, 3 or 4/),
  'npyjs_4x4x4x4x4-float16.npy': refuses(/5 dimensions/),
  'npyjs_10-float16.npy': refuses(/shape \(10,\)/),
  'npyjs_10-int8.npy': refuses(/shape \(10,\)/),
  'npyjs_10-int16.npy': refuses(/shape \(10,\)/),
  'npyjs_10-int64.npy': refuses(/shape \(10,\)/),
  'npyjs_bool.npy': refuses(/shape \(2,\)/),
  'npyjs_10-complex64.npy': refuses(/<c8: complex numbers/),
  'npyjs_65x65-complex128.npy': refuses(/<c16: complex numbers/),
  'npyjs_unicode-large.npy': refuses(/<U26: text/),
  'numpy_py2-objarr.npy': refuses(/\|O8: Python objects/),
  'numpy_py2-np0-objarr.npy': refuses(/\|O8: Python objects/),
  'scipy_stable-loc-scale-sample-data.npy': refuses(/structured type/),
  'made_struct_nonascii_v3.npy': refuses(/structured type/),
  'made_bfloat16_V2.npy': refuses(/<V2: two raw bytes.*bfloat16/),
  'made_truncated.npy': refuses(/expected 24 data bytes behind byte 128, found 19/),
  'made_hugeshape.npy': refuses(/found 8/),
  'made_negshape.npy': refuses(/found -2/),
  'made_zerobytes.npy': refuses(/file is empty/),
  'made_notnpy.npy': refuses(/not an \.npy file: its content is npz.*zip signature/),
  'made_nan_inf.npy': refuses(/row 0, column 0 is NaN; row 1, column 0 is Infinity/),
});

testFiles('npy', { 'made_bfloat16_V2.npy': reads(2, 2, 3, 6) }, { dtype: 'bf16' });

for (const [type, dtype, casts] of [
  ['bfloat16', 'bf16', {}],
  ['float8_e4m3fn', 'e4m3', {}],
  ['float8_e5m2', undefined, {}],
  ['float4_e2m1fn', 'fp4', {}],
  // What numpy's cast makes of -2, 1.5 and 4.
  ['uint4', 'uint4', { '-2': 14, '1.5': 1 }],
  ['int2', 'int2', { '1.5': 1, '4': 0 }],
] as const)
  testRealFile(
    `a ${type} of ml_dtypes is read with --dtype ${dtype ?? '(none needed)'}`,
    `arr/ml_${type}.npy`,
    async (t, { layers }) => {
      const dense = allValues((await importWeights(`${REAL_FILES}/arr/dense.npy`)).layers[0]);
      const values = allValues(layers[0]);
      const cast: Readonly<Record<string, number>> = casts;
      t.deepEqual(
        values,
        dense.map((value) => cast[value] ?? value),
      );
    },
    dtype === undefined ? {} : { dtype },
  );

testFiles(
  '../../data/real-files/arr',
  { 'ml_uint4.npy': refuses(/--dtype says fp8 .*say which with --dtype e4m3, e5m2/) },
  { dtype: 'fp8' },
);
