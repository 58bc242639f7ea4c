import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { UserError } from '../../../../src/base/user-error.ts';
import { safetensorsBytes } from '../../../../src/network/compressed/safetensors-bytes.ts';
import { importWeights } from '../../../../src/node/read-networks.ts';

function folder(): string {
  return mkdtempSync(join(tmpdir(), 'picojoule-finite-'));
}

const refused = test.macro({
  async exec(t, write: (folder: string) => string, message: RegExp) {
    const error = await t.throwsAsync(importWeights(write(folder())), { instanceOf: UserError });
    t.regex(error?.message ?? '', message);
  },
  title: (what = '') => `${what} is refused with its place`,
});

function tensors(weight: Float32Array | Float64Array, bias: Float32Array) {
  return (at: string) => {
    const file = join(at, 'net.safetensors');
    const all = [
      { name: 'fc.weight', shape: [2, 2], values: weight },
      { name: 'fc.bias', shape: [2], values: bias },
    ];
    writeFileSync(file, safetensorsBytes(all, {}));
    return file;
  };
}

test(
  'a weight that is NaN',
  refused,
  tensors(Float32Array.of(1, 2, NaN, 4), Float32Array.of(0, 0)),
  /net\.safetensors fc\.weight: expected finite weights, found row 1, column 0 is NaN \[WEIGHT_NOT_FINITE\]/,
);
test(
  'a bias that is infinite',
  refused,
  tensors(Float32Array.of(1, 2, 3, 4), Float32Array.of(0, -Infinity)),
  /fc\.weight: expected finite biases, found row 1 is -Infinity/,
);
test(
  'a weight that fp32 cannot hold',
  refused,
  tensors(Float64Array.of(1, 1e39, 3, 4), Float32Array.of(0, 0)),
  /expected finite weights, found row 0, column 1 is 1e\+39 \(infinite as fp32\)/,
);

function dump(inputs: readonly number[], codebook: readonly number[]) {
  return (at: string) => {
    for (const kind of ['ptr', 'spm']) mkdirSync(join(at, kind));
    writeFileSync(join(at, 'act.dat'), Float32Array.from(inputs));
    writeFileSync(join(at, 'arithm.dat'), Float32Array.from(codebook));
    writeFileSync(join(at, 'ptr', 'ptr0.dat'), Uint32Array.of(0, 1, 2, 2));
    writeFileSync(join(at, 'spm', 'spm0.dat'), Uint32Array.of(1, 0, 1, 0));
    return at;
  };
}

test('a dump with finite values is read', async (t) => {
  t.is((await importWeights(dump([1, 2], [0, 3])(folder()))).layers.length, 1);
});
test(
  'a shared value of a dump that is NaN',
  refused,
  dump([1, 2], [0, 3, NaN]),
  /arithm\.dat: expected finite shared values, found value 2 is NaN/,
);
test(
  'an input of a dump that is infinite',
  refused,
  dump([1, Infinity], [0, 3]),
  /act\.dat: expected finite inputs, found value 1 is Infinity/,
);
