import test from 'ava';
import { cut, type Made, onlyMatrix, readMade, wholeNumbers } from './tensors-to-read.ts';

const ROWS = 16;
const COLUMNS = 24;
const BLOCK = 64;
const MAP = Array.from({ length: 16 }, (_, code) => (code - 7) / 8);
const codes = wholeNumbers(ROWS, COLUMNS, 16).flat();
const bytes = cut(codes, 2).map(([high, low]) => high * 16 + low);
const state = (more: object): number[] => [
  ...new TextEncoder().encode(
    JSON.stringify({ quant_type: 'nf4', blocksize: BLOCK, dtype: 'float16', shape: [ROWS, COLUMNS], ...more }),
  ),
];
const common = (more: object): Made[] => [
  ['fc.weight', 'uint8', [bytes.length, 1], bytes],
  ['fc.weight.quant_map', 'fp32', [16], MAP],
  ['fc.weight.quant_state.bitsandbytes__nf4', 'uint8', [state(more).length], state(more)],
];
const weights = (scales: readonly number[]): number[][] =>
  cut(
    codes.map((code, at) => Math.fround(MAP[code] * scales[Math.floor(at / BLOCK)])),
    COLUMNS,
  );

test('NF4: high half of a byte first, one scale for each block', (t) => {
  const scales = [1, 2, 0.5, 4, 8, 0.25];
  const read = readMade([...common({}), ['fc.weight.absmax', 'fp32', [6], scales]]);
  t.deepEqual(onlyMatrix(read), weights(scales));
  t.is(read.layers[0].numberFormat, 'nf4');
});

test('NF4 quantised twice: scales are codes of a second map, times their own scale, plus an offset', (t) => {
  const map = Array.from({ length: 256 }, (_, code) => (code - 128) / 128);
  const stored = [0, 50, 128, 200, 255, 7];
  const nested = [2, 4, 8];
  const read = readMade([
    ...common({ nested_blocksize: 2, nested_dtype: 'float32', nested_offset: 3 }),
    ['fc.weight.absmax', 'uint8', [6], stored],
    ['fc.weight.nested_absmax', 'fp32', [3], nested],
    ['fc.weight.nested_quant_map', 'fp32', [256], map],
  ]);
  t.deepEqual(onlyMatrix(read), weights(stored.map((code, block) => map[code] * nested[Math.floor(block / 2)] + 3)));
});

test('NF4 without its scales, or with the wrong number of them, is refused by name', (t) => {
  t.regex(readMade(common({})).skipped[0].reason, /^bitsandbytes nf4, not read: no absmax/);
  const few = readMade([...common({}), ['fc.weight.absmax', 'fp32', [5], [1, 1, 1, 1, 1]]]);
  t.deepEqual(few.layers, []);
  t.is(few.skipped[0].reason, 'bitsandbytes nf4, not read: 5 scales for 384 weights in blocks of 64');
});

test('LLM.int8(): value x SCB / 127 for each row', (t) => {
  const values = wholeNumbers(4, 6, 255).map((row) => row.map((value) => value - 127));
  const scales = [127, 254, 12.7, 1];
  const read = readMade([
    ['fc.weight', 'int8', [4, 6], values.flat()],
    ['fc.SCB', 'fp32', [4], scales],
    ['fc.weight_format', 'uint8', [], [0]],
  ]);
  t.deepEqual(
    onlyMatrix(read),
    values.map((row, at) => row.map((value) => Math.fround((value * scales[at]) / 127))),
  );
});
