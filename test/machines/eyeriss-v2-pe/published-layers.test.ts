import { readFileSync } from 'node:fs';
import test from 'ava';
import { readNpyArray } from '../../../src/network/importers/numpy/npy-array.ts';
import type { Layer } from '../../../src/network/layer.ts';
import { loadHardware } from '../../../src/node/read-configs.ts';
import { multiply, storeLayers } from '../../../src/run/store-layers.ts';
import { hasData, sharedPath } from '../../oracles/shared-folder.ts';

interface Published {
  readonly inputChannels: number;
  readonly outputChannels: number;
  readonly positions: number;
  readonly cycles: number;
}

const folder = sharedPath('data', 'eyeriss-v2-pe');

/** Bit k of byte j of a row is column 8 j + k. */
function bits(file: string, rows: number, columns: number): Float32Array[] {
  const { values } = readNpyArray(file, readFileSync(`${folder}/${file}`));
  const bytes = Math.ceil(columns / 8);
  return Array.from({ length: rows }, (_, row) =>
    Float32Array.from({ length: columns }, (__, column) => (values[row * bytes + (column >> 3)] >> (column & 7)) & 1),
  );
}

function layerOf(name: string, { inputChannels: columns, outputChannels: rows }: Published): Layer {
  const dense = bits(`${name}-weights.npy`, rows, columns);
  const columnStart = new Uint32Array(columns + 1);
  const rowIndex: number[] = [];
  for (let column = 0; column < columns; column++) {
    dense.forEach((row, r) => {
      if (row[column] === 1) rowIndex.push(r);
    });
    columnStart[column + 1] = rowIndex.length;
  }
  const weights = { kind: 'direct', values: new Float32Array(rowIndex.length).fill(1) } as const;
  const matrix = { rows, columns, hasBias: false, columnStart, rowIndex: Uint32Array.from(rowIndex), weights };
  return { name, kind: 'convolution', matrix, activations: new Float32Array(columns).fill(1) };
}

if (hasData(`${folder}/layers.json`, 'layers of a pruned MobileNet take the cycles of the authors’ simulator of a PE'))
  for (const [name, published] of Object.entries(
    JSON.parse(readFileSync(`${folder}/layers.json`, 'utf8')) as Record<string, Published>,
  ))
    test(`${name} of a pruned MobileNet takes the cycles of the authors' simulator of one PE`, async (t) => {
      const { positions, inputChannels, cycles } = published;
      const layer = layerOf(name, published);
      const network = { name, file: name, seed: null, layers: [layer] };
      const [stored] = storeLayers(await loadHardware('eyeriss-v2-pe'), network).stored;
      const counts = multiply(stored, bits(`${name}-inputs.npy`, positions, inputChannels));
      t.is(counts.cycles, cycles);
      t.is(counts.multiplyAccumulates, cycles);
    });
