import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import test from 'ava';
import { type RandomStream, randomBelow, randomStream } from '../../../src/base/random.ts';
import { UserError } from '../../../src/base/user-error.ts';
import { IMPORTERS } from '../../../src/network/importers/index.ts';
import { CASES } from './case-files.ts';

const PROTOTXT = `${CASES}/caffe/SqueezeNet_deploy.prototxt`;
const COPIES = 12;

/** A copy that is cut short, or has up to four bytes changed. */
function damaged(bytes: Uint8Array, next: RandomStream): Uint8Array {
  if (randomBelow(next, 4) === 0) return bytes.subarray(0, randomBelow(next, bytes.length));
  const copy = Uint8Array.from(bytes);
  for (let change = randomBelow(next, 4); change >= 0; change--)
    copy[randomBelow(next, copy.length)] ^= 1 + randomBelow(next, 255);
  return copy;
}

for (const importer of IMPORTERS.filter(({ extensions }) => extensions.length > 0)) {
  test(`${importer.name}: a damaged file is read or refused with a UserError, whatever its bytes`, async (t) => {
    if (!existsSync(CASES)) {
      t.pass('the case files are not here');
      return;
    }
    const next = randomStream(11);
    const files = ['npy', 'npz', 'safetensors', 'smtx', 'mtx', 'mtx/invalid', 'onnx', 'caffe'].flatMap((folder) =>
      readdirSync(`${CASES}/${folder}`).map((name) => `${CASES}/${folder}/${name}`),
    );
    const own = files.filter(
      (file) =>
        importer.extensions.some((extension) => file.endsWith(extension)) &&
        statSync(file).size > 0 &&
        statSync(file).size < 1e6,
    );
    for (const file of own) {
      const bytes = readFileSync(file);
      for (let copy = 0; copy < COPIES; copy++) {
        const error = await Promise.resolve({ file: 'f', bytes: damaged(bytes, next) })
          .then((source) => importer.read(source, { prototxt: PROTOTXT }))
          .then(
            () => undefined,
            (cause: unknown) => cause,
          );
        t.true(error === undefined || error instanceof UserError, `${file}, copy ${copy}: ${String(error)}`);
      }
    }
  });
}
