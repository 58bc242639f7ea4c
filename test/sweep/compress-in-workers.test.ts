import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { UserError } from '../../src/base/user-error.ts';
import type { CompressionRules } from '../../src/compress/compress-layers.ts';
import { compressNetwork, type StoredLayer } from '../../src/compress/compress-network.ts';
import { writeCompressed } from '../../src/network/compressed/write-compressed.ts';
import { readSource } from '../../src/network/weight-source.ts';
import { openNetworkWeights } from '../../src/node/read-networks.ts';
import { compressInWorkers } from '../../src/sweep/compress-in-workers.ts';
import { fp32, safetensorsOf } from '../network/importers/folder/made-folder.ts';

const RULES = { share: { codeBits: 3 }, processingElements: 4, indexBits: 2 } as const;

function weightFile(last = 0.5): string {
  const file = join(mkdtempSync(join(tmpdir(), 'picojoule-workers-')), 'w.safetensors');
  const value = (k: number) => (k % 4 === 0 ? 0 : ((k * 37) % 101) / 100 - 0.5);
  const tensors = {
    'b.weight': fp32([9, 14], value),
    'a.weight': fp32([5, 9], value),
    'a.bias': fp32([5]),
    'c.weight': fp32([7, 300], (k) => (k === 2099 ? last : value(k))),
  };
  writeFileSync(file, safetensorsOf(tensors));
  return file;
}

async function compressed(path: string, rules: CompressionRules, jobs: number): Promise<StoredLayer[]> {
  const { source } = await openNetworkWeights(path);
  const found: StoredLayer[] = [];
  for await (const layer of compressInWorkers(source, { path, options: {} }, rules, { jobs, worth: 0 }))
    found.push(layer);
  return found;
}

for (const [prune, scope] of [
  [{ density: 0.4 }, 'layer'],
  [{ density: 0.4 }, 'global'],
  [{ quality: 0.6 }, 'global'],
  [{ threshold: 0.2 }, 'global'],
] as const)
  test(`layers compressed in threads are those compressed together: ${JSON.stringify(prune)}, ${scope}`, async (t) => {
    const path = weightFile();
    const rules = { ...RULES, prune, scope };
    const found = await compressed(path, rules, 2);
    const { source } = await openNetworkWeights(path);
    const { network, layers } = compressNetwork(readSource(source), rules);
    t.deepEqual(
      found.map(({ report }) => report),
      layers,
    );
    t.deepEqual(writeCompressed({ ...network, layers: found.map(({ stored }) => stored) }), writeCompressed(network));
  });

test('a fault in a thread is told as the fault it is', async (t) => {
  const path = weightFile(Number.NaN);
  const error = await t.throwsAsync(compressed(path, RULES, 2), { instanceOf: UserError });
  t.regex(error.message, /w\.safetensors c\.weight: expected finite weights, found row 6, column 299 is NaN/);
});
