import test from 'ava';
import { decodeElements, ELEMENT_KINDS } from '../../../../src/network/importers/elements/element-kinds.ts';
import { allValues, testRealFile, truthOf } from '../real-files.ts';

const ST_TYPES =
  'float64 float32 float16 bfloat16 float8_e4m3fn float8_e5m2 float8_e4m3fnuz int64 int32 int16 int8 uint8 uint32 uint64 bool';
for (const type of ST_TYPES.split(' '))
  testRealFile(`a safetensors ${type} is read as PyTorch wrote it`, `st/${type}.safetensors`, (t, { layers }) => {
    t.deepEqual(allValues(layers[0]), (truthOf(`st/${type}`) as { values: number[] }).values);
  });

const ONNX_TYPES = 'FLOAT16 FLOAT8E4M3FN FLOAT8E4M3FNUZ FLOAT8E5M2 FLOAT8E8M0 INT4 UINT4 INT2 INT8 DOUBLE';
for (const type of ONNX_TYPES.split(' '))
  testRealFile(`an ONNX ${type} is read as onnx wrote it`, `onnxtypes/${type}.onnx`, (t, { layers }) => {
    const { matrix } = layers[0];
    const stored = matrix.columns === 5 ? allValues(layers[0]) : transposed(allValues(layers[0]), matrix.columns);
    t.deepEqual(stored, (truthOf('onnxtypes') as Record<string, { values: number[] }>)[type].values);
  });

function transposed(values: readonly number[], columns: number): number[] {
  const rows = values.length / columns;
  return values.map((_, at) => values[(at % rows) * columns + Math.floor(at / rows)]);
}

test('six-bit elements lie one behind the other, the low bits of a byte first', (t) => {
  const patterns = [0x01, 0x3f, 0x0c, 0x20, 0x1f];
  let stream = 0n;
  patterns.forEach((pattern, at) => {
    stream |= BigInt(pattern) << BigInt(6 * at);
  });
  const bytes = Uint8Array.from({ length: 4 }, (_, at) => Number((stream >> BigInt(8 * at)) & 0xffn));
  t.deepEqual([...decodeElements(bytes, ELEMENT_KINDS.fp6e3m2, 5)], [0.0625, -28, 1, -0, 28]);
});

test('four- and two-bit elements begin at the low end of each byte', (t) => {
  t.deepEqual([...decodeElements(Uint8Array.of(0x21, 0xf7), ELEMENT_KINDS.fp4, 4)], [0.5, 1, 6, -6]);
  t.deepEqual([...decodeElements(Uint8Array.of(0x9f, 0x08), ELEMENT_KINDS.int4, 3)], [-1, -7, -8]);
  t.deepEqual([...decodeElements(Uint8Array.of(0b11_10_01_00, 0b01), ELEMENT_KINDS.int2, 5)], [0, 1, -2, -1, 1]);
  t.deepEqual([...decodeElements(Uint8Array.of(0b11_10_01_00), ELEMENT_KINDS.uint2, 4)], [0, 1, 2, 3]);
});

test('many elements of 8 and 16 bits are those of few, in both byte orders', (t) => {
  for (const kind of [
    ELEMENT_KINDS.fp16,
    ELEMENT_KINDS.bf16,
    ELEMENT_KINDS.int16,
    ELEMENT_KINDS.fp8e5m2,
    ELEMENT_KINDS.int8,
    ELEMENT_KINDS.bool,
  ])
    for (const littleEndian of [true, false]) {
      const size = kind.bits / 8;
      const count = 2 ** kind.bits + 3;
      const bytes = Uint8Array.from({ length: count * size }, (_, at) => (Math.imul(at, 2654435761) >>> 24) & 255);
      const many = decodeElements(bytes, kind, count, littleEndian);
      for (const at of [0, 1, 255, count - 1])
        t.deepEqual(
          many[at],
          decodeElements(bytes.subarray(at * size), kind, 1, littleEndian)[0],
          `${kind.name} ${at}`,
        );
    }
});
