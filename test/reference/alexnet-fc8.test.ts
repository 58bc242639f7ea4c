import { existsSync } from 'node:fs';
import test from 'ava';
import { encode } from '../../src/compress/encode.ts';
import { holdStreams, holdWeights } from '../../src/compress/held-weights.ts';
import { simulateLayer } from '../../src/machines/eie/simulate-layer.ts';
import { streamsOf } from '../../src/machines/eie/weights/streams-for.ts';
import { loadNetwork } from '../../src/node/read-networks.ts';
import { type Fc8Run, fc8Folder, fc8ProcessingElements, fc8Rows, readFc8Runs } from '../oracles/eie/eie-dump.ts';
import { hardwareOf } from '../oracles/hardware-of.ts';
import { sha256Fp32 } from '../oracles/sha256.ts';
import { testWithData } from '../oracles/shared-folder.ts';

const testFc8 = testWithData(fc8Folder);
const runs = readFc8Runs();

async function readLayer() {
  const [{ matrix, ...layer }] = (await loadNetwork(fc8Folder)).layers;
  const streams = streamsOf({ ...layer, matrix });
  if (streams === undefined || matrix.weights.kind !== 'shared') throw new Error('a dump holds streams of codes');
  return { ...layer, streams, matrix: { ...matrix, weights: matrix.weights } };
}

const read = existsSync(fc8Folder) ? readLayer() : undefined;

async function simulate(queueDepth: number, entriesPerLine: number, rule: 'reference' | 'drained') {
  const layer = (await read)!;
  const machine = { processingElements: fc8ProcessingElements, queueDepth, entriesPerLine, rule };
  return simulateLayer(layer, holdStreams(layer.streams, layer.matrix), hardwareOf(machine));
}

const equalsTheAuthors = test.macro(async (t, run: Fc8Run, rule: 'reference' | 'drained') => {
  const counts = await simulate(run.fifo, run.line, rule);
  const { cycles, total_ptr, total_spm, writes, stall_cycles, bypasses, output_sha256 } = run;
  t.deepEqual(
    {
      cycles: counts.cycles,
      total_ptr: counts.actionCounts['pointers.read'],
      total_spm: counts.actionCounts['sparseMatrix.read'],
      writes: counts.multiplyAccumulates,
      stall_cycles: counts.stallCycles,
      bypasses: [...counts.perProcessingElement.bypasses].reduce((total, count) => total + count, 0),
      output_sha256: sha256Fp32(counts.outputs, 4096),
    },
    { cycles, total_ptr, total_spm, writes, stall_cycles, bypasses, output_sha256 },
  );
});

testFc8('the authors made 13 runs of their fc8 layer (skipped without their layer)', (t) => t.is(runs.length, 13));
for (const run of runs)
  for (const rule of ['reference', 'drained'] as const)
    testFc8(
      `fc8 with queues of ${run.fifo} and lines of ${run.line}: rule ${rule} is exact`,
      equalsTheAuthors,
      run,
      rule,
    );

testFc8('fc8 has 1000 rows, 4096 inputs, 1051032 weights and a bias', async (t) => {
  const { matrix, activations } = (await read)!;
  const weights = matrix.columnStart[matrix.columns];
  t.deepEqual([matrix.rows, matrix.columns, weights, matrix.hasBias], [fc8Rows, 4096, 1051032, true]);
  t.is(activations.filter((value) => value !== 0).length, 1759);
});

testFc8('encoding the fc8 weights anew gives the streams of the dump', async (t) => {
  const { matrix, streams } = (await read)!;
  const anew = encode(matrix, fc8ProcessingElements, 4);
  for (const part of ['pointers', 'codes', 'relativeIndices'] as const)
    t.true(Buffer.from(anew[part].buffer).equals(Buffer.from(streams[part].buffer)), part);
});

testFc8('fc8 without its bias takes 7910 cycles', async (t) => {
  const layer = (await read)!;
  const { matrix } = layer;
  const columnStart = matrix.columnStart.slice(0, matrix.columns + 1);
  const stored = columnStart[matrix.columns];
  const weights = { ...matrix.weights, codes: matrix.weights.codes.slice(0, stored) };
  const bare = { ...matrix, hasBias: false, columnStart, rowIndex: matrix.rowIndex.slice(0, stored), weights };
  const machine = {
    processingElements: fc8ProcessingElements,
    queueDepth: 8,
    entriesPerLine: 8,
    rule: 'drained',
  } as const;
  const streams = holdWeights(bare, fc8ProcessingElements, 4);
  t.is(simulateLayer({ ...layer, matrix: bare }, streams, hardwareOf(machine)).cycles, 7910);
});
