import test from 'ava';
import { UserError } from '../../../../src/base/user-error.ts';
import { matrixMarket } from '../../../../src/network/importers/sparse/matrix-market.ts';
import { element, reads, refuses, testFiles } from '../case-files.ts';

testFiles('mtx', {
  'fmm_2col_array.mtx': reads(3, 2, 6, 96),
  'fmm_array_hermitian.mtx': refuses(/:1: complex numbers are no weights/),
  'fmm_array_symmetric.mtx': reads(3, 3, 9, 204),
  'fmm_coordinate_pattern_symmetric_row.mtx': reads(3, 3, 4, 4),
  'fmm_coordinate_skew_symmetric_row.mtx': reads(3, 3, 4, 0),
  'fmm_coordinate_symmetric_row_general_dup.mtx': reads(3, 3, 5, 120),
  'fmm_eye3_array.mtx': reads(3, 3, 3, 3),
  'fmm_eye3_pattern.mtx': reads(3, 3, 3, 3),
  'fmm_eye3_str.mtx': reads(3, 3, 3, 3),
  'fmm_kepner_gilbert_graph.mtx': reads(7, 7, 12, 12),
  'fmm_matrix_array_complex_general.mtx': refuses(/:1: complex numbers are no weights/),
  'fmm_matrix_array_integer_general.mtx': reads(3, 2, 6, 72),
  'fmm_matrix_coordinate_complex_hermitian.mtx': refuses(/:1: complex numbers are no weights/),
  'fmm_matrix_coordinate_integer_general.mtx': reads(3, 3, 3, 3),
  'fmm_matrix_coordinate_pattern_symmetric.mtx': reads(3, 3, 5, 5),
  'fmm_matrix_coordinate_real_general.mtx.gz': reads(3, 3, 3, 3),
  'fmm_matrix_coordinate_real_symmetric.mtx': reads(3, 3, 5, 90),
  'fmm_nist_ex1_freeformat.mtx': reads(5, 5, 8, 33.335),
  'fmm_overflow_dim_gt_int64.mtx': refuses(/:2: rows: expected a whole number from 0, found "19223372036854775808"/),
  'fmm_permissive_banner_leading_spaces_eye3.mtx': reads(3, 3, 3, 3),
  'fmm_permissive_banner_one_percent_eye3.mtx': reads(3, 3, 3, 3),
  'fmm_permissive_lines_indented.mtx': reads(1, 1, 1, 1),
  'fmm_row_3by4.mtx': reads(3, 4, 4, 10),
  'fmm_vector_coordinate.mtx': refuses(/:1: expected the object "matrix", found "vector"/),
  'fmm_vector_coordinate_dupes.mtx': refuses(/:1: expected the object "matrix", found "vector"/),
  'fmm_windows_lineendings_nist_ex1_more_freeformat.mtx': reads(5, 5, 8, 33.335),
  'lagraph_A.mtx': reads(7, 7, 30, 30),
  'lagraph_LFAT5.mtx': reads(14, 14, 46, 12581499.91),
  'lagraph_LFAT5_hypersparse.mtx': reads(2000, 2000, 46, 12581499.91),
  'lagraph_bcsstk13.mtx': reads(2003, 2003, 83883, 3.022073991e13),
  'lagraph_comments_full.mtx': reads(3, 3, 9, 4.497),
  'lagraph_complex.mtx': refuses(/:1: complex numbers are no weights/),
  'lagraph_empty.mtx': reads(3, 4, 0, 0),
  'lagraph_full.mtx': reads(3, 3, 9, 4.497),
  'lagraph_full_noheader.mtx': refuses(/:1: expected the banner %%MatrixMarket, found "3 3"/),
  'lagraph_full_symmetric.mtx': reads(4, 4, 16, 282.2043402),
  'lagraph_karate.mtx': reads(34, 34, 156, 156),
  'lagraph_ldbc-cdlp-undirected-example.mtx': reads(8, 8, 24, 24),
  'lagraph_ldbc-directed-example-bool.mtx': reads(10, 10, 17, 17),
  'lagraph_lp_afiro.mtx': reads(27, 51, 102, 44.37),
  'lagraph_lp_afiro_structure.mtx': reads(27, 51, 102, 102),
  'lagraph_west0067.mtx': reads(67, 67, 294, 34.3087486),
  'sam_bcsstm02.mtx': reads(66, 66, 66, 5.921395043),
  'sam_lp_scsd1.mtx': reads(77, 760, 2388),
  'sprs_hermitian-int.mtx': reads(2, 2, 3, 11),
  'sprs_pattern.mm': reads(4, 4, 4, 4),
  'sprs_simple.mm': reads(5, 5, 8, 33.335),
  'sprs_simple_int.mm': reads(5, 5, 8, 13),
  'sprs_symmetric.mm': reads(5, 5, 8, 591.155),
  'invalid/fmm_invalid_bad_banner.mtx': refuses(/:1: expected the banner %%MatrixMarket, found/),
  'invalid/fmm_invalid_bad_banner_2.mtx': refuses(/:1: expected the banner %%MatrixMarket, found/),
  'invalid/fmm_invalid_bad_field.mtx': refuses(/:1: no field "____" \(known: real, integer, pattern, complex\)/),
  'invalid/fmm_invalid_bad_format.mtx': refuses(/:1: no format "____" \(known: coordinate, array\)/),
  'invalid/fmm_invalid_bad_object.mtx': refuses(/:1: expected the object "matrix", found "___"/),
  'invalid/fmm_invalid_bad_symmetry.mtx': refuses(
    /:1: no symmetry "___" \(known: general, symmetric, skew-symmetric, hermitia/,
  ),
  'invalid/fmm_invalid_bad_value.mtx': refuses(/:1: no field "double" \(known: real, integer, pattern, complex\)/),
  'invalid/fmm_invalid_bad_value_2.mtx': refuses(/:1: expected the object "matrix", found "vector"/),
  'invalid/fmm_invalid_bad_value_3.mtx': refuses(/:1: expected the object "matrix", found "vector"/),
  'invalid/fmm_invalid_bad_value_4.mtx': refuses(/:1: expected the object "matrix", found "vector"/),
  'invalid/fmm_invalid_dimensions_out_of_range_1.mtx': refuses(/:3: rows: expected a whole number from 0, found "-3"/),
  'invalid/fmm_invalid_dimensions_out_of_range_2.mtx': refuses(
    /:3: columns: expected a whole number from 0, found "-3"/,
  ),
  'invalid/fmm_invalid_dimensions_out_of_range_3.mtx': refuses(
    /:3: entries: expected a whole number from 0, found "-3"/,
  ),
  'invalid/fmm_invalid_indices_out_of_range_1.mtx': refuses(
    /:5: row: expected a whole number from 1 to 7, found "5000"/,
  ),
  'invalid/fmm_invalid_indices_out_of_range_2.mtx': refuses(
    /:6: column: expected a whole number from 1 to 7, found "2000"/,
  ),
  'invalid/fmm_invalid_indices_out_of_range_3.mtx': refuses(/:5: row: expected a whole number from 1 to 7, found/),
  'invalid/fmm_invalid_indices_out_of_range_4.mtx': refuses(/:6: column: expected a whole number from 1 to 7, found/),
  'invalid/fmm_invalid_indices_out_of_range_5.mtx': refuses(/:5: row: expected a whole number from 1 to 7, found "-1"/),
  'invalid/fmm_invalid_indices_out_of_range_6.mtx': refuses(
    /:6: column: expected a whole number from 1 to 7, found "-2"/,
  ),
  'invalid/fmm_invalid_matrix_coord_too_long.mtx': refuses(/:7: expected 3 entries \(line 3\), found a line more/),
  'invalid/fmm_invalid_symmetry_vector.mtx': refuses(/:1: expected the object "matrix", found "vector"/),
  'invalid/fmm_invalid_truncated_header_1.mtx': refuses(/:3: expected the line of sizes, found the end of the file/),
  'invalid/fmm_invalid_truncated_header_2.mtx': refuses(
    /:1: no symmetry "" \(known: general, symmetric, skew-symmetric, hermitian\)/,
  ),
  'invalid/fmm_invalid_truncated_line_1.mtx': refuses(/:5: expected 12 entries \(line 2\), the file ends after 3/),
  'invalid/fmm_invalid_truncated_line_2.mtx': refuses(/:5: expected 12 entries \(line 2\), the file ends after 3/),
  'invalid/fmm_invalid_truncated_lines.mtx': refuses(
    /:1: no field "double" \(known: real, integer, pattern, complex\)/,
  ),
  'invalid/fmm_invalid_vector_array_too_long.mtx': refuses(/:1: expected the object "matrix", found "vector"/),
  'invalid/fmm_invalid_vector_coord_too_long.mtx': refuses(/:1: expected the object "matrix", found "vector"/),
  'invalid/fmm_invalid_vector_index_out_of_range_1.mtx': refuses(/:1: expected the object "matrix", found "vector"/),
  'invalid/fmm_invalid_vector_index_out_of_range_2.mtx': refuses(/:1: expected the object "matrix", found "vector"/),
  'invalid/fmm_invalid_vector_negative_length.mtx': refuses(/:1: expected the object "matrix", found "vector"/),
  'invalid/lagraph_mangled1.mtx': refuses(/:1: expected the object "matrix", found "mangled"/),
  'invalid/lagraph_mangled10.mtx': refuses(/:6: expected 3 entries \(line 4\), the file ends after 2/),
  'invalid/lagraph_mangled11.mtx': refuses(/:5: column: expected a whole number from 1 to 4, found "zero"/),
  'invalid/lagraph_mangled12.mtx': refuses(/:5: expected 3 numbers, found/),
  'invalid/lagraph_mangled13.mtx': refuses(/:7: column: expected a whole number from 1 to 4, found "9999"/),
  'invalid/lagraph_mangled14.mtx': reads(3, 4, 2, 13.5),
  'invalid/lagraph_mangled15.mtx': refuses(/:5: expected 1 number, found 2: "\.646 \.959"/),
  'invalid/lagraph_mangled16.mtx': refuses(/:5: expected 1 number, found 2: "\.646 \.959"/),
  'invalid/lagraph_mangled2.mtx': refuses(/:1: no format "mangled" \(known: coordinate, array\)/),
  'invalid/lagraph_mangled3.mtx': refuses(/:1: no field "mangled" \(known: real, integer, pattern, complex\)/),
  'invalid/lagraph_mangled4.mtx': refuses(
    /:1: no symmetry "mangled" \(known: general, symmetric, skew-symmetric, herm/,
  ),
  'invalid/lagraph_mangled5.mtx': refuses(/:5: expected 2 numbers, found 4: "2 2 1 1"/),
  'invalid/lagraph_mangled6.mtx': refuses(/:5: expected 3 numbers, found 4: "2 2 1 1"/),
  'invalid/lagraph_mangled7.mtx': refuses(/:5: expected 3 numbers, found/),
  'invalid/lagraph_mangled8.mtx': refuses(/:4: expected rows, columns, entries, found "3"/),
  'invalid/lagraph_mangled9.mtx': refuses(/:4: a symmetric matrix is square, found 3 x 4/),
  'invalid/lagraph_mangled_bool.mtx': reads(7, 7, 7, 8),
  'invalid/lagraph_mangled_format.mtx': refuses(/:1: "array pattern" is no combination of the format/),
  'invalid/lagraph_mangled_int16.mtx': refuses(
    /:8: expected -32768 to 32767 \(the file's own %%GraphBLAS type\), found/,
  ),
  'invalid/lagraph_mangled_int32.mtx': refuses(
    /:8: expected -2147483648 to 2147483647 \(the file's own %%GraphBLAS type\), /,
  ),
  'invalid/lagraph_mangled_int8.mtx': refuses(
    /:8: expected -128 to 127 \(the file's own %%GraphBLAS type\), found -129/,
  ),
  'invalid/lagraph_mangled_skew.mtx': reads(6, 6, 18, 0),
  'invalid/lagraph_mangled_uint16.mtx': refuses(
    /:9: expected 0 to 65535 \(the file's own %%GraphBLAS type\), found 65536/,
  ),
  'invalid/lagraph_mangled_uint32.mtx': refuses(
    /:9: expected 0 to 4294967295 \(the file's own %%GraphBLAS type\), found/,
  ),
  'invalid/lagraph_mangled_uint8.mtx': refuses(/:9: expected 0 to 255 \(the file's own %%GraphBLAS type\), found 256/),
  'invalid/sprs_not_enough_entries.mm': refuses(/:31: expected 13 entries \(line 23\), the file ends after 8/),
  'invalid/sprs_too_many_elems_in_entry.mm': refuses(/:5: expected 3 numbers, found 4: "1 1 1 4"/),
});

const textOf = (...lines: string[]): Uint8Array => Buffer.from(`%%MatrixMarket matrix ${lines.join('\n')}\n`);
const read = async (...lines: string[]) => matrixMarket.read({ file: 'f', bytes: textOf(...lines) }, {});

test('a symmetric file stores one triangle: 10 entries are 16 elements, the diagonal once', async (t) => {
  const entries = [1, 2, 3, 4].flatMap((row) =>
    [1, 2, 3, 4].filter((column) => column <= row).map((column) => `${row} ${column} 1`),
  );
  const { layers } = await read('coordinate real symmetric', '4 4 10', ...entries);
  t.is(layers[0].matrix.values.length, 16);
  t.true(layers[0].matrix.values.every((value) => value === 1));
});

test('an array is stored column after column', async (t) => {
  const { layers } = await read('array integer general', '2 3', '1', '2', '3', '4', '5', '6');
  t.is(element(layers[0], 0, 2), 5);
  t.is(element(layers[0], 1, 0), 2);
});

test('the upper triangle of a skew-symmetric array is the lower one negated', async (t) => {
  const { layers } = await read('array real skew-symmetric', '3 3', '1', '2', '3');
  t.deepEqual([...layers[0].matrix.values], [0, -1, -2, 1, 0, -3, 2, 3, 0]);
});

test('in a symmetric file an entry and its mirror are one place', async (t) => {
  const { warnings } = await read('coordinate real symmetric', '2 2 2', '2 1 1', '1 2 2');
  t.regex(warnings[0], /\(the first: line 4 repeats line 3\)/);
});

test('duplicate entries are summed, with a warning that names both lines', async (t) => {
  const { layers, warnings } = await read('coordinate real general', '2 2 3', '1 1 1', '2 2 5', '1 1 2');
  t.is(element(layers[0], 0, 0), 3);
  t.regex(warnings[0], /summed: 1 \(the first: line 5 repeats line 3\)/);
});

const refused = test.macro({
  exec: async (t, lines: string[], message: RegExp) => {
    await t.throwsAsync(read(...lines), { instanceOf: UserError, message });
  },
  title: (claim) => claim ?? '',
});
test(
  'an edge without a value under a real banner: line 3 says so',
  refused,
  ['coordinate real general', '2 2 1', '1 2'],
  /^f:3: .*should the banner say pattern/,
);
test(
  'a zero-based file is told that rows start at 1',
  refused,
  ['coordinate real general', '2 2 1', '0 1 5.0'],
  /^f:3: row: .*rows start at 1/,
);
test(
  'a symmetric matrix is square',
  refused,
  ['coordinate real symmetric', '2 3 0'],
  /^f:2: a symmetric matrix is square/,
);
test(
  'more columns than any layer has are refused before anything is allocated',
  refused,
  ['coordinate real general', '2 99999999999 1', '1 1 1'],
  /^f:2: .*99999999999/,
);
test(
  'an array announced larger than its lines is refused before anything is allocated',
  refused,
  ['array real general', '10000000 10000000', '1'],
  /expected 100000000000000 values/,
);
test(
  'a value that is NaN is no number',
  refused,
  ['coordinate real general', '2 2 1', '1 1 nan'],
  /^f:3: expected a real number, found "nan"/,
);

test('integers beyond 2^53 are read with a warning', async (t) => {
  const { warnings } = await read('coordinate integer general', '1 1 1', '1 1 9007199254740993');
  t.deepEqual(warnings, ['integers beyond 2^53 are not exact']);
});

for (const number of ['1e400', '-3.5e38'])
  test(
    `${number}, which overflows, is refused with its line and text`,
    refused,
    ['coordinate real general', '2 2 2', '1 1 1', `2 2 ${number}`],
    new RegExp(`^f:4: expected a number that fp32 can hold .*, found "${number}"`),
  );
