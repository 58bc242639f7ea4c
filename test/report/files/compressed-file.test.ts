import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { UserError } from '../../../src/base/user-error.ts';
import type { CompressionRules } from '../../../src/compress/compress-layers.ts';
import { type Counted, compressInSteps, compressNetwork } from '../../../src/compress/compress-network.ts';
import { passesBefore } from '../../../src/compress/prune.ts';
import { writeCompressed } from '../../../src/network/compressed/write-compressed.ts';
import { writeNetwork } from '../../../src/network/compressed/write-network.ts';
import type { Graph } from '../../../src/network/graph/graph.ts';
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

/** Compresses layer by layer into a file, and all at once; the bytes and the reports of both. */
async function bothWays(from: string, rules: CompressionRules) {
  const source = await openWeights(nodeFiles, from);
  const folder = mkdtempSync(join(tmpdir(), 'picojoule-compressed-'));
  const to = join(folder, 'c.safetensors');
  const file = compressedFile(to, { ...rules, ...(source.graph && { graph: source.graph }) });
  const reports = [];
  const counted: Counted[] = [];
  for (const { stored, report } of compressInSteps(source, rules, (one) => counted.push(one))) {
    file.add(stored);
    reports.push(report);
  }
  assert.deepEqual(readdirSync(folder), [], 'nothing that a stopped program would leave');
  file.finish();
  assert.deepEqual(readdirSync(folder), ['c.safetensors']);
  const whole = compressNetwork(readSource(source), rules);
  return { to, reports, bytes: new Uint8Array(readFileSync(to)), counted, whole, heads: source.heads };
}

test('a network compressed and written layer by layer has the bytes and the report of one compressed and written at once', async (t) => {
  const { to, reports, bytes, whole, counted } = await bothWays(weightFile(), RULES);
  t.deepEqual(reports, whole.layers);
  t.deepEqual(bytes, writeCompressed(whole.network));
  t.deepEqual(counted, [], 'each layer is read once');
  const [layer] = (await openWeights(nodeFiles, to)).heads.map(({ read }) => read());
  t.deepEqual(layer, (await importWeights(to)).layers[0]);
});

for (const prune of [{ density: 0.4 }, { density: 0 }, { density: 1 }, { quality: 0.7 }, { threshold: 0.2 }])
  test(`${JSON.stringify(prune)} of all layers together: the same, after all layers were counted`, async (t) => {
    const rules = { ...RULES, prune, scope: 'global' } as const;
    const { reports, bytes, whole, counted, heads } = await bothWays(weightFile(), rules);
    t.deepEqual(reports, whole.layers);
    t.deepEqual(bytes, writeCompressed(whole.network));
    const passes = counted.length / heads.length;
    t.true(passes <= passesBefore(prune, 'global'));
    t.deepEqual(
      counted,
      Array.from({ length: passes * heads.length }, (_, k) => ({
        layer: k % heads.length,
        pass: Math.floor(k / heads.length),
      })),
    );
  });

test('of all layers together the largest stay, the first of equal ones, as sorting finds them', async (t) => {
  const { reports, whole } = await bothWays(weightFile(), { ...RULES, prune: { density: 0.4 }, scope: 'global' });
  const { layers } = readSource(await openWeights(nodeFiles, weightFile()));
  const all = layers.flatMap(({ matrix }, layer) =>
    Array.from(matrix.values as Float32Array, (value) => ({ layer, magnitude: Math.abs(value) })),
  );
  const kept = all
    .toSorted((a, b) => b.magnitude - a.magnitude)
    .slice(0, Math.round(0.4 * all.length))
    .filter(({ magnitude }) => magnitude > 0);
  t.deepEqual(
    reports.map((report) => report.kept),
    layers.map((_, layer) => kept.filter((one) => one.layer === layer).length),
  );
  t.is(whole.layers.length, 3);
});

test('a network with a graph is written with its graph and its constants', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'picojoule-compressed-'));
  const from = join(folder, 'graph.safetensors');
  const layer = (name: string, rows: number, columns: number) => ({
    name,
    kind: 'fullyConnected' as const,
    shape: [rows, columns],
    numberFormat: 'fp32',
    rows,
    columns,
    weights: Float32Array.from({ length: rows * columns }, (_, k) => Math.sin(k * k)),
    biases: Float32Array.from({ length: rows }, (_, k) => k / 8),
  });
  const node = { attributes: {}, layers: [] };
  const graph: Graph = {
    inputs: [{ name: 'x', shape: [null, 6] }],
    outputs: ['z'],
    nodes: [
      { ...node, name: 'n', operator: 'Gemm', inputs: ['x'], outputs: ['y'], layers: ['a'] },
      { ...node, name: 'm', operator: 'Add', inputs: ['y', 'c'], outputs: ['v'] },
      { ...node, name: 'o', operator: 'Gemm', inputs: ['v'], outputs: ['z'], layers: ['b'] },
    ],
    constants: new Map([['c', { shape: [1], values: Float32Array.of(0.5), type: 'fp32' }]]),
  };
  writeFileSync(from, writeNetwork([layer('a', 20, 6), layer('b', 7, 20)], graph));
  for (const scope of ['layer', 'global'] as const) {
    const { to, reports, bytes, whole } = await bothWays(from, { ...RULES, scope });
    t.deepEqual(reports, whole.layers);
    t.deepEqual(bytes, writeCompressed(whole.network));
    const again = await importWeights(to);
    t.deepEqual(again.graph, graph);
  }
});

test('where nothing can be written that is said with the name of the file', (t) => {
  t.throws(() => compressedFile('/no/such/folder/c.safetensors', RULES), {
    instanceOf: UserError,
    message: /\/no\/such\/folder\/c\.safetensors: /,
  });
  const folder = mkdtempSync(join(tmpdir(), 'picojoule-compressed-'));
  t.throws(() => compressedFile(folder, RULES), {
    instanceOf: UserError,
    message: /: is a folder, a file was expected/,
  });
});

test('a file that is given up leaves nothing', (t) => {
  const from = weightFile();
  const file = compressedFile(`${from}.to.safetensors`, RULES);
  file.drop();
  t.deepEqual(readdirSync(join(from, '..')), ['w.safetensors']);
});
