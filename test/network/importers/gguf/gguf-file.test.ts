import { readFileSync } from 'node:fs';
import test from 'ava';
import { memoryFiles } from '../../../../src/base/files/files.ts';
import { UserError } from '../../../../src/base/user-error.ts';
import { readGgufFile } from '../../../../src/network/importers/gguf/gguf-file.ts';
import { importWeights } from '../../../../src/network/importers/index.ts';

const BLOCKS = new Uint8Array(readFileSync('test/data/gguf/blocks.gguf'));

const parted = (bytes: Uint8Array) => ({
  file: 'x.gguf',
  size: bytes.length,
  read: (from: number, length: number) => bytes.subarray(from, from + length),
});

/** Bytes of a file: version, keys, tensors. */
function ggufBytes(...parts: readonly (number | bigint | string)[]): Uint8Array {
  const pieces = ['GGUF', ...parts].map((part) => {
    if (part === 'GGUF') return Buffer.from('GGUF');
    const piece = Buffer.alloc(typeof part === 'number' ? 4 : 8);
    if (typeof part === 'number') piece.writeUInt32LE(part);
    else piece.writeBigUInt64LE(typeof part === 'string' ? BigInt(part.length) : part);
    return typeof part === 'string' ? Buffer.concat([piece, Buffer.from(part)]) : piece;
  });
  return new Uint8Array(Buffer.concat(pieces));
}

test('keys of every kind that the file has are read, and shapes have their slowest axis first', (t) => {
  const { version, metadata, tensors } = readGgufFile(parted(BLOCKS));
  t.is(version, 3);
  t.deepEqual([...(metadata.get('some.numbers') as Float64Array)], [1.5, -2, 0.25]);
  t.deepEqual(metadata.get('some.words'), ['a', '', 'é']);
  t.deepEqual(tensors[0].shape, [2, 256]);
  t.is(tensors.length, 17);
});

const refuses = test.macro({
  exec: (t, bytes: Uint8Array, message: RegExp) => {
    const error = t.throws(() => readGgufFile(parted(bytes)), { instanceOf: UserError });
    t.regex(error.message, message);
  },
  title: (given, _bytes, message: RegExp) => `${given ?? ''} refused: ${message.source}`,
});

/** One key `k`: its kind and value follow. */
const oneKey = (...value: readonly (number | bigint | string)[]) => ggufBytes(3, 0n, 1n, 'k', ...value);
/** One tensor `t` of one axis. */
const oneTensor = (size: bigint, type: number, offset: bigint) => ggufBytes(3, 1n, 0n, 't', 1, size, type, offset);

test(refuses, ggufBytes(1, 0n, 0n), /expected version 2 or 3, found 1/);
test(refuses, ggufBytes(0x03000000, 0n, 0n), /big-endian/);
test(refuses, ggufBytes(3, 2n ** 60n, 0n), /number of tensors is \d+, more than any file holds/);
test(refuses, ggufBytes(3, 0n, 10n ** 9n), /number of keys is 1000000000.*more than the 0 that follow/);
test('numbers', refuses, oneKey(9, 4, 10n ** 12n), /length of "k" is 1000000000000/);
test('arrays', refuses, oneKey(9, 9, 10n ** 12n), /length of "k" is 1000000000000/);
test(refuses, oneKey(13), /"k" is of kind 13/);
test(refuses, oneKey(8, 10n ** 10n), /length of "k" is 10000000000/);
test(refuses, oneTensor(64n, 0, 0n), / t: fp32 of shape \(64\) ends at byte \d+, the file has \d+: is it cut off/);
test(refuses, oneTensor(33n, 2, 0n), / t: q4_0 of shape \(33\): its rows of 33 are no whole blocks of 32/);
test(refuses, oneTensor(2n ** 52n, 0, 0n), /ends at byte|more weights than any file holds/);
test(refuses, oneTensor(0n, 0, 5n), /offset 5 is no multiple of the alignment 32/);

test('a file that is cut off anywhere is refused with where', (t) => {
  for (let length = 0; length < BLOCKS.length; length += 61) {
    const error = t.throws(() => readGgufFile(parted(BLOCKS.subarray(0, length))), { instanceOf: UserError });
    t.regex(error.message, /x\.gguf/);
  }
});

test('two tensors over the same bytes are refused', (t) => {
  const bytes = ggufBytes(3, 2n, 0n, 'a', 1, 8n, 0, 0n, 'b', 1, 8n, 0, 0n);
  const error = t.throws(() => readGgufFile(parted(new Uint8Array([...bytes, ...new Uint8Array(96)]))));
  t.regex(error.message, / b: .*overlap those of "a"/);
});

test('a type that is not read is refused by name, once its layer would run', async (t) => {
  const bytes = ggufBytes(3, 1n, 0n, 'blk.0.ffn_up.weight', 2, 256n, 2n, 18, 0n);
  const files = memoryFiles({ 'x.gguf': new Uint8Array([...bytes, ...new Uint8Array(1000)]) });
  const error = await t.throwsAsync(importWeights(files, 'x.gguf'), { instanceOf: UserError });
  t.regex(error.message, /blk\.0\.ffn_up\.weight: type IQ3_XXS is not read \(known: fp32, fp16, q4_0/);
});

test('only the parts that are asked for are read, whatever the size of the file', (t) => {
  const read: number[] = [];
  const source = parted(BLOCKS);
  const size = 10 * 2 ** 30;
  readGgufFile({
    ...source,
    size,
    read: (from, length) => {
      read.push(length);
      return source.read(from, length);
    },
  });
  t.true(read.every((length) => length <= 2 ** 20));
  t.is(read.length, 1);
});
