import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { zipSync } from 'fflate';
import { dump } from 'npyjs';
import { UserError } from '../../../../src/base/user-error.ts';
import { npz } from '../../../../src/network/importers/numpy/npz.ts';
import { importWeights } from '../../../../src/node/read-networks.ts';
import { caseFile, testWithData } from '../../../oracles/shared-folder.ts';
import { element, reads, refuses, testFiles } from '../case-files.ts';

const SMALL = reads(2, 3, 3, -0.25);

testFiles('npz', {
  'made_stored.npz': SMALL,
  'made_positional.npz': {
    layers: [
      [2, 3, 3, -0.25],
      [3, 2, 3, -0.25],
    ],
  },
  'made_scipy_csc.npz': SMALL,
  'made_scipy_csr.npz': SMALL,
  'made_slash.npz': reads(3, 2, 3, -0.25),
  'made_dotdot.npz': SMALL,
  'made_with_txt.npz': SMALL,
  'made_zip64.npz': SMALL,
  'scipy_AFIRO.npz': {
    layers: [
      [19, 32, 49, 22.42],
      [8, 32, 34, 2.95],
    ],
  },
  'scipy_SC50A.npz': {
    layers: [
      [30, 48, 78, 35.9],
      [20, 48, 52, -5.6],
    ],
  },
  'scipy_bug-1310.npz': reads(231, 3, 693, 1189.780731),
  'scipy_carex_6_data.npz': {
    layers: [
      [30, 30, 330, -24197.44156],
      [30, 3, 3, 16100],
      [30, 30, 361, 60689.85539],
      [3, 3, 3, 3],
    ],
  },
  'scipy_degenerate_pointset.npz': reads(9473, 2, 18946, -1.188814678),
  'scipy_gendare_20170120_data.npz': {
    layers: [
      [8, 2, 16, -6.70949493e-7],
      [8, 8, 64, 5.923778839],
      [2, 2, 4, 8.388747445e-7],
      [8, 2, 16],
      [8, 8, 64],
    ],
  },
  'scipy_fftpack_test.npz': refuses(
    /no weight layers found.*\n {2}x5: one-dimensional, shape \(64,\)[\s\S]*__version__: expected an array of real numbers/,
  ),
  'made_truncated.npz': refuses(/no central directory in its 524 bytes/),
});
testFiles('npy', { 'numpy_py2-objarr.npz': refuses(/x: .*Python objects/) });

test('a file that is no zip archive is not told to begin like one', async (t) => {
  const file = join(mkdtempSync(join(tmpdir(), 'picojoule-npz-')), 'text.npz');
  writeFileSync(file, 'hello');
  await t.throwsAsync(importWeights(file), {
    message: /text\.npz: expected a zip archive, found 5 bytes that are none/,
  });
});

testWithData(caseFile('npz/made_slash.npz'))(
  'names keep their slashes, and what is no array is skipped with its reason',
  async (t) => {
    const slash = await importWeights(caseFile('npz/made_slash.npz'));
    t.is(slash.layers[0].name, 'conv1/kernel:0');
    t.is(element(slash.layers[0], 0, 1), -2); // a kernel lies input x output
    const text = await importWeights(caseFile('npz/made_with_txt.npz'));
    t.deepEqual(text.skipped, [{ name: 'notes.txt', reason: 'not an .npy array' }]);
    const stored = await importWeights(caseFile('npz/made_stored.npz'));
    t.deepEqual([...stored.layers[0].bias!], [0, 0]);
    t.regex(stored.skipped[0].reason, /one-dimensional, shape \(2,\).*the bias of "fc1.weight"/);
  },
);

const archive = (level: 0 | 9) => {
  const member = new Uint8Array(dump(new Float32Array(400).fill(0.5), [20, 20]));
  return zipSync({ 'w.npy': [member, { level }] });
};

test('a deflated archive gives the same layer as a stored one', async (t) => {
  const [stored, deflated] = await Promise.all(
    [0, 9].map(async (level) => npz.read({ file: 'f', bytes: archive(level as 0 | 9) }, {})),
  );
  t.true(archive(9).length < archive(0).length);
  t.deepEqual(stored, deflated);
});

test('a flipped bit is found by the checksum', async (t) => {
  const bytes = archive(0);
  bytes[300] ^= 1;
  await t.throwsAsync(async () => npz.read({ file: 'f', bytes }, {}), {
    instanceOf: UserError,
    message: /w\.npy: .*CRC-32/,
  });
});

test('a member that claims more bytes than deflate can make is refused before it is unpacked', async (t) => {
  const bytes = archive(9);
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const directory = view.getUint32(bytes.length - 22 + 16, true);
  view.setUint32(directory + 24, 2 ** 31, true);
  await t.throwsAsync(async () => npz.read({ file: 'f', bytes }, {}), {
    instanceOf: UserError,
    message: /cannot hold 2147483648 bytes/,
  });
});

/** An archive of one stored member of which a field of its directory entry is changed. */
const changed = (offset: number, value: number): Uint8Array => {
  const bytes = archive(0);
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  view.setUint16(view.getUint32(bytes.length - 22 + 16, true) + offset, value, true);
  return bytes;
};
const refusesArchive = test.macro<[Uint8Array, RegExp]>(async (t, bytes, message) => {
  await t.throwsAsync(async () => npz.read({ file: 'f', bytes }, {}), { instanceOf: UserError, message });
});
test('an encrypted member is refused', refusesArchive, changed(8, 1), /f w\.npy: .*it is encrypted/);
test(
  'a member packed otherwise is refused by its method',
  refusesArchive,
  changed(10, 12),
  /f w\.npy: .*found compression method 12/,
);

/** The same bytes with every "b.npy" called "a.npy". */
const twice = (): Uint8Array => {
  const member = new Uint8Array(dump(Float32Array.of(1, 2), [1, 2]));
  const packed = zipSync({ 'a.npy': [member, { level: 0 }], 'b.npy': [member, { level: 0 }] });
  return Uint8Array.from(Buffer.from(Buffer.from(packed).toString('latin1').replaceAll('b.npy', 'a.npy'), 'latin1'));
};
test('two members of one name are refused', refusesArchive, twice(), /f a\.npy: .*a member of this name stands before/);
