import test from 'ava';
import { holdWeights } from '../../../../src/compress/held-weights.ts';
import { dramPart } from '../../../../src/config/dram-parts.ts';
import { areaOf } from '../../../../src/energy/models/area.ts';
import type { Eie } from '../../../../src/machines/eie/hardware.ts';
import { simulateLayer } from '../../../../src/machines/eie/simulate-layer.ts';
import { addressableEntries } from '../../../../src/machines/eie/weights/capacity.ts';
import { placeWeights } from '../../../../src/machines/eie/weights/place-weights.ts';
import { generateLayer } from '../../../../src/network/generate.ts';
import type { Layer } from '../../../../src/network/layer.ts';
import { EIE } from '../../../energy/table-by-hand.ts';

const LAYER = generateLayer({ name: 'fc', rows: 256, columns: 512, weightDensity: 0.2, activationDensity: 0.5 }, 1);
const STREAM = { home: 'sparseMatrix', overflow: 'stream' } as const;
const DRAM = { home: 'dram', overflow: 'stream' } as const;

function place(hardware: Eie, layer: Layer = LAYER) {
  const streams = holdWeights(layer.matrix, hardware.processingElements, hardware.encoding.indexBits);
  return placeWeights(layer, [streams], hardware, simulateLayer(layer, streams, hardware));
}

function withSparseMatrix(capacityBytes: number, weights: Eie['weights']): Eie {
  const sparseMatrix = { ...EIE.memories.sparseMatrix, capacityBytes };
  return { ...EIE, memories: { ...EIE.memories, sparseMatrix }, weights };
}

test('a tile is not larger than half the sparse-matrix memory of all PEs, nor than a row of the DRAM', (t) => {
  const tilesOf = (capacityBytes: number) => {
    const { usefulBytes, tiles } = place(withSparseMatrix(capacityBytes, DRAM)).counts.dram!;
    return { tiles, of: (tileBytes: number) => Math.ceil(usefulBytes / tileBytes) };
  };
  const small = tilesOf(64);
  t.is(small.tiles, small.of(64 * 32));
  const smaller = tilesOf(16);
  t.is(smaller.tiles, smaller.of(64 * 8));
  const { linesPerRow, part } = {
    linesPerRow: dramPart(EIE.dram.part).timing.linesPerRow,
    part: dramPart(EIE.dram.part),
  };
  const large = tilesOf(131072);
  t.is(large.tiles, large.of(linesPerRow * part.lineBytes));
});

/** LAYER with a bias of one code on every row. */
function biased(): Layer {
  const { matrix } = LAYER;
  if (matrix.weights.kind === 'direct') throw new Error('LAYER shares its weights');
  const { codes, codebook } = matrix.weights;
  const rows = Uint32Array.from({ length: matrix.rows }, (_, row) => row);
  return {
    ...LAYER,
    matrix: {
      ...matrix,
      hasBias: true,
      columnStart: Uint32Array.from([...matrix.columnStart, codes.length + matrix.rows]),
      rowIndex: Uint32Array.from([...matrix.rowIndex, ...rows]),
      weights: { kind: 'shared', codes: Uint8Array.from([...codes, ...rows.fill(1)]), codebook },
    },
  };
}

test('the bias is streamed with the weights: all of it from DRAM, its share of what overflows', (t) => {
  const all = place(withSparseMatrix(131072, DRAM), biased()).counts.dram!.bits;
  t.is(all.bias, 256 * 8);
  const some = place(withSparseMatrix(128, STREAM), biased()).counts.dram!.bits;
  t.true(some.bias > 0 && some.bias < 256 * 8);
  t.is((some.bias / all.bias).toFixed(2), (some.codes / all.codes).toFixed(2));
});

test('a pointer spends whole bits on the entry of a line, also where a line holds 3, 5, 6 or 7 entries', (t) => {
  const reachable = (perLine: number) => {
    const sparseMatrix = { ...EIE.memories.sparseMatrix, widthBits: perLine * 8 };
    const pointers = { ...EIE.memories.pointers, widthBits: 10 };
    return addressableEntries({ ...EIE, memories: { ...EIE.memories, sparseMatrix, pointers } });
  };
  // of 10 bits, 1 chooses among 2 entries, 2 among 3 or 4, 3 among 5 to 8; the rest choose the line
  t.deepEqual([1, 2, 3, 4, 5, 6, 7, 8].map(reachable), [
    1024,
    2 * 512,
    3 * 256,
    4 * 256,
    5 * 128,
    6 * 128,
    7 * 128,
    8 * 128,
  ]);
});

test('each PE reads the words that hold its own inputs and writes those that hold its own outputs', (t) => {
  const perWord = EIE.memories.activations.widthBits / 16;
  for (const [rows, columns] of [
    [64 * perWord + 1, 64 * perWord + 3],
    [64 * perWord, 64 * perWord],
    [65, 64 * 2 * perWord + 63],
    [1, 7],
  ] as const) {
    const words = (length: number) => {
      const held = Array.from({ length: 64 }, () => 0);
      for (let element = 0; element < length; element++) held[element % 64]++;
      return held.reduce((sum, elements) => sum + Math.ceil(elements / perWord), 0);
    };
    const layer = generateLayer({ name: 'l', rows, columns, weightDensity: 0.5, activationDensity: 1 }, 1);
    const { actionCounts } = place(EIE, layer).counts;
    t.is(actionCounts['activationMemory.read'], words(columns), `${columns} inputs`);
    t.is(actionCounts['activationMemory.write'], words(rows), `${rows} outputs`);
  }
});

test('a machine whose weights are direct has no codebook: none is read, leaks or takes area', (t) => {
  const direct: Eie = {
    ...EIE,
    encoding: { ...EIE.encoding, weights: 'direct', codeBits: 16 },
    arithmetic: { ...EIE.arithmetic, weight: 'q7.8' },
    memories: { ...EIE.memories, sparseMatrix: { ...EIE.memories.sparseMatrix, widthBits: 160 } },
  };
  t.true('codebook' in areaOf(EIE).perProcessingElementMm2);
  t.false('codebook' in areaOf(direct).perProcessingElementMm2);
  const named = (hardware: Eie) =>
    Object.keys(place(hardware).counts.actionCounts).filter((name) => name.startsWith('codebook.'));
  t.deepEqual(named(EIE), ['codebook.read', 'codebook.leakage']);
  t.deepEqual(named(direct), []);
});
