import { gzipSync } from 'node:zlib';
import test from 'ava';
import { memoryFiles } from '../../../src/base/files/files.ts';
import { UserError } from '../../../src/base/user-error.ts';
import { loadSource } from '../../../src/network/importers/load-source.ts';

const TEXT = 'some text\n'.repeat(300);
const packed = gzipSync(TEXT);
const load = (bytes: Uint8Array) => loadSource(memoryFiles({ 'f.gz': bytes }), 'f.gz');

test('a gzip file is unpacked, also one of several members', async (t) => {
  const joined = Buffer.concat([gzipSync(TEXT.slice(0, 7)), gzipSync(TEXT.slice(7))]);
  for (const bytes of [packed, joined]) t.is(new TextDecoder().decode((await load(bytes)).bytes), TEXT);
});

test('a gzip file that is cut short, whose checksum is wrong, or with something behind it is refused', async (t) => {
  const flipped = Uint8Array.from(packed, (byte, at) => (at === packed.length - 6 ? byte ^ 1 : byte));
  for (const bytes of [packed.subarray(0, packed.length - 9), flipped, Buffer.concat([packed, Buffer.from('junk')])])
    await t.throwsAsync(load(bytes), {
      instanceOf: UserError,
      message: /^f\.gz: damaged gzip file \(.+\) \[GZIP_DAMAGED\]$/,
    });
});

test('what is no file to read is told by its cause', async (t) => {
  const files = memoryFiles({ 'folder/f': 'x', empty: '', pointer: 'version https://git-lfs.github.com/spec/v1\n' });
  const message = async (file: string) =>
    (await t.throwsAsync(loadSource(files, file), { instanceOf: UserError })).message;
  t.regex(await message('no'), /cannot be read \(ENOENT\)/);
  t.regex(
    await message('folder'),
    /expected a file, an EIE dump folder \(.*\) or a model folder \(.*\), found another folder \[NOT_A_FILE\]/,
  );
  t.regex(await message('empty'), /the file is empty/);
  t.regex(await message('pointer'), /Git LFS pointer/);
});
