import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { UserError } from '../../../src/base/user-error.ts';
import { compressInSteps, compressNetwork, isInSteps } from '../../../src/compress/compress-network.ts';
import { writeCompressed } from '../../../src/network/compressed/write-compressed.ts';
import { openWeights } from '../../../src/network/importers/index.ts';
import { readSource } from '../../../src/network/weight-source.ts';
import { nodeFiles } from '../../../src/node/node-files.ts';
import { importWeights } from '../../../src/node/read-networks.ts';
import { compressedFile } from '../../../src/report/files/compressed-file.ts';
import { fp32, safetensorsOf } from '../../network/importers/folder/made-folder.ts';

const RULES = {
  prune: { density: 0.4 },
  share: { codeBits: 3 },
  processingElements: 4,
  indexBits: 2,
  format: 'fp16',
} as const;

/** Three layers, one with a bias, so that tensors of one layer lie apart in the file. */
function weightFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'picojoule-compressed-'));
  const file = join(folder, 'w.safetensors');
  const value = (k: number) => (k % 4 === 0 ? 0 : ((k * 37) % 101) / 100 - 0.5);
  const tensors = {
    'b.weight': fp32([9, 14], value),
    'a.weight': fp32([5, 9], value),
    'a.bias': fp32([5]),
    'c.weight': fp32([7, 300], value),
  };
  writeFileSync(file, safetensorsOf(tensors));
  return file;
}

test('a network compressed and written layer by layer has the bytes and the report of one compressed and written at once', async (t) => {
  const from = weightFile();
  const source = await openWeights(nodeFiles, from);
  t.true(isInSteps(source, RULES));
  const whole = compressNetwork(readSource(source), RULES);
  const to = `${from}.to.safetensors`;
  const file = compressedFile(to, RULES);
  const reports = [];
  for (const { stored, report } of compressInSteps(source, RULES)) {
    file.add(stored);
    reports.push(report);
    t.deepEqual(readdirSync(join(from, '..')), ['w.safetensors'], 'nothing that a stopped program would leave');
  }
  file.finish();
  t.deepEqual(reports, whole.layers);
  t.deepEqual(new Uint8Array(readFileSync(to)), writeCompressed(whole.network));
  t.deepEqual(readdirSync(join(from, '..')).toSorted(), ['w.safetensors', 'w.safetensors.to.safetensors']);
  const [layer] = (await openWeights(nodeFiles, to)).heads.map(({ read }) => read());
  t.deepEqual(layer, (await importWeights(to)).layers[0]);
});

test('a rule for all layers together is no matter of one layer after the other', async (t) => {
  t.false(isInSteps(await openWeights(nodeFiles, weightFile()), { ...RULES, scope: 'global' }));
});

test('where nothing can be written that is said with the name of the file', (t) => {
  t.throws(() => compressedFile('/no/such/folder/c.safetensors', RULES), {
    instanceOf: UserError,
    message: /\/no\/such\/folder\/c\.safetensors: /,
  });
});

test('a file that is given up leaves nothing', (t) => {
  const from = weightFile();
  const file = compressedFile(`${from}.to.safetensors`, RULES);
  file.drop();
  t.deepEqual(readdirSync(join(from, '..')), ['w.safetensors']);
});
