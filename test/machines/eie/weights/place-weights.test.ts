import test from 'ava';
import * as fc from 'fast-check';
import { UserError } from '../../../../src/base/user-error.ts';
import { holdWeights } from '../../../../src/compress/held-weights.ts';
import type { EieCounts } from '../../../../src/machines/eie/count-layer.ts';
import type { Eie } from '../../../../src/machines/eie/hardware.ts';
import { simulateLayer } from '../../../../src/machines/eie/simulate-layer.ts';
import { checkCapacity } from '../../../../src/machines/eie/weights/capacity.ts';
import { storedBits } from '../../../../src/machines/eie/weights/layer-bits.ts';
import { placeWeights } from '../../../../src/machines/eie/weights/place-weights.ts';
import { generateLayer } from '../../../../src/network/generate.ts';
import type { Layer } from '../../../../src/network/layer.ts';
import type { PlacedLayer } from '../../../../src/simulate/layer-counts.ts';
import { EIE } from '../../../energy/table-by-hand.ts';

const LAYER = generateLayer({ name: 'fc', rows: 256, columns: 512, weightDensity: 0.2, activationDensity: 0.5 }, 1);

function place(hardware: Eie, layer: Layer = LAYER): PlacedLayer<EieCounts> {
  const streams = holdWeights(layer.matrix, hardware.processingElements, hardware.encoding.indexBits);
  return placeWeights(layer, [streams], hardware, simulateLayer(layer, streams, hardware));
}

function withSparseMatrix(capacityBytes: number, weights: Eie['weights']): Eie {
  const sparseMatrix = { ...EIE.memories.sparseMatrix, capacityBytes };
  return { ...EIE, memories: { ...EIE.memories, sparseMatrix }, weights };
}

const STREAM = { home: 'sparseMatrix', overflow: 'stream' } as const;
const DRAM = { home: 'dram', overflow: 'stream' } as const;

function fetchedBytes(capacityBytes: number): number {
  return place(withSparseMatrix(capacityBytes, STREAM)).counts.dram?.chargedBytes ?? 0;
}

function small(overflow: Eie['weights']['overflow']): Eie {
  return withSparseMatrix(64, { home: 'sparseMatrix', overflow });
}

test('weights that fit cost no DRAM', (t) => {
  const { counts, warnings } = place(EIE);
  t.is(counts.dram, undefined);
  t.deepEqual(warnings, []);
  t.false(Object.keys(counts.actionCounts).some((name) => name.startsWith('dram.')));
});

test('codes, indices, padding and pointers are all charged as stored, each on its line', (t) => {
  const { counts } = place(withSparseMatrix(131072, DRAM));
  const streams = holdWeights(LAYER.matrix, 64, 4);
  const nonZero = Math.round(256 * 512 * 0.2);
  const padding = streams.entriesPerElement.reduce((sum, entries) => sum + entries, 0) - nonZero;
  t.deepEqual(counts.dram!.bits, {
    codes: nonZero * 4,
    indices: nonZero * 4,
    padding: padding * 8,
    pointers: 64 * 513 * 16,
    bias: 0,
    codebook: 256,
  });
});

test('1000 weights of 4 bits with 4-bit indices are 8000 bits, 65 pointers 1040', (t) => {
  const columns = 64;
  const matrix = {
    rows: 1000,
    columns,
    hasBias: false,
    columnStart: Uint32Array.from({ length: columns + 1 }, (_, c) => (c === 0 ? 0 : 1000)),
    rowIndex: Uint32Array.from({ length: 1000 }, (_, row) => row),
    weights: { kind: 'shared', codes: new Uint8Array(1000).fill(1), codebook: new Float32Array(16) },
  } as const;
  const bits = storedBits([holdWeights(matrix, 1, 4)], { ...EIE, processingElements: 1 });
  t.like(bits, { codes: 4000, indices: 4000, padding: 0, pointers: 1040 });
});

test('whole bursts are charged: useful and moved bytes are both told', (t) => {
  const { usefulBytes, chargedBytes, bursts } = place(withSparseMatrix(131072, DRAM)).counts.dram!;
  t.is(chargedBytes, bursts * 64);
  t.true(chargedBytes >= usefulBytes && chargedBytes - usefulBytes < 64);
});

test('time is the first tile and then the slower of computing and the rest; the cycles follow', (t) => {
  const { counts } = place(withSparseMatrix(131072, DRAM));
  const { startUs, transferUs, computeCycles, stallCycles } = counts.dram!;
  const timeUs = startUs + Math.max(computeCycles / 800, transferUs - startUs);
  t.is(counts.cycles, Math.ceil(timeUs * 800));
  t.is(counts.cycles, computeCycles + stallCycles);
});

test('whoever waits for DRAM is starved, and clock and leakage go on', (t) => {
  const { counts } = place(withSparseMatrix(131072, DRAM));
  const { busy, emptyColumn, starved } = counts.perProcessingElement;
  t.true(busy.every((cycles, p) => cycles + emptyColumn[p] + starved[p] === counts.cycles));
  t.is(counts.actionCounts['clockNetwork.cycle'], counts.cycles * 64);
  t.is(counts.actionCounts['sparseMatrix.leakage'], counts.cycles * 64);
});

test('a larger memory never fetches more, and one that holds all fetches nothing', (t) => {
  const capacity = fc.integer({ min: 8, max: 1000 }).map((lines) => lines * 8);
  fc.assert(
    fc.property(capacity, capacity, (a, b) => fetchedBytes(Math.min(a, b)) >= fetchedBytes(Math.max(a, b))),
    { numRuns: 60 },
  );
  t.true(fetchedBytes(64) > 0);
  t.is(fetchedBytes(131072), 0);
});

test('what does not fit is an error, a warning with both numbers, or streamed', (t) => {
  const expected = /fc: \d+ entries on the fullest PE, the sparse-matrix memory holds 64/;
  t.regex(t.throws(() => place(small('error')), { instanceOf: UserError }).message, expected);
  t.regex(place(small('warn')).warnings.join(), expected);
  t.is(place(small('warn')).counts.cycles, place(EIE).counts.cycles);
  t.true(place(small('stream')).counts.dram!.usefulBytes > 0);
});

test('more pointers than the memory holds, and more entries than a pointer reaches, are told apart', (t) => {
  const pointers = { ...EIE.memories.pointers, capacityBytes: 64, widthBits: 6 };
  const hardware = { ...EIE, memories: { ...EIE.memories, pointers } };
  const check = checkCapacity(LAYER.name, [holdWeights(LAYER.matrix, 64, 4)], { inputs: 512, outputs: 256 }, hardware);
  t.is(check.entries, null);
  t.regex(check.pointers!, /513 pointers on each PE, the pointer memory holds 85/);
  t.regex(check.addressable!, /a pointer of 6 bit reaches 64/);
});

test('a dense machine streams every weight and no pointer', (t) => {
  const dense: Eie = {
    ...withSparseMatrix(131072, DRAM),
    encoding: { ...EIE.encoding, weights: 'direct', codeBits: 16, indexBits: null, skipZeroActivations: false },
  };
  t.like(place(dense).counts.dram!.bits, { codes: 256 * 512 * 16, indices: 0, padding: 0, pointers: 0 });
});

test('a misspelt DRAM part is told even where the weights fit', (t) => {
  const hardware = { ...EIE, dram: { part: 'lpdr3-1600', channels: 1 } };
  t.regex(t.throws(() => place(hardware), { instanceOf: UserError }).message, /did you mean "lpddr3-1600"/);
});

test('two channels halve the transfer', (t) => {
  const hardware = withSparseMatrix(131072, DRAM);
  const one = place(hardware).counts.dram!.transferUs;
  const two = place({ ...hardware, dram: { ...hardware.dram, channels: 2 } }).counts.dram!.transferUs;
  t.true(Math.abs(two / one - 0.5) < 0.02);
});

test('what fits but no pointer reaches is not streamed, and the warning does not say so', (t) => {
  const pointers = { ...EIE.memories.pointers, widthBits: 6 };
  const hardware = { ...EIE, memories: { ...EIE.memories, pointers }, weights: STREAM };
  const { counts, warnings } = place(hardware);
  t.is(counts.dram, undefined);
  t.regex(
    warnings.join(),
    /^fc: \d+ entries on the fullest PE, a pointer of 6 bit reaches 64; simulated as if it reached them all$/,
  );
});
