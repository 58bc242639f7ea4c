import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import type { EnergyReport } from '../energy/energy-report.ts';
import type { Hardware } from '../machines/index.ts';
import type { EncodedStreams, Layer } from '../network/layer.ts';
import type { Values } from '../network/values.ts';
import type { LayerCounts, PerElement } from '../simulate/layer-counts.ts';
import type { LayerResult } from './result.ts';
import type { SummedCounts } from './sum-counts.ts';

/** One layer of the result record, from what was simulated and charged. */
export function layerResult(
  layer: Layer,
  streams: EncodedStreams,
  counts: LayerCounts | SummedCounts,
  energyPj: EnergyReport,
  hardware: Hardware,
  withOutputs: boolean,
): LayerResult {
  const { rows, columns, groups = 1 } = layer.matrix;
  const { busy, emptyColumn, starved, blocked, bypasses } = counts.perProcessingElement;
  const peCycles = counts.cycles * hardware.processingElements;
  const timeUs = microseconds(counts.cycles, hardware.clockHz);
  const stored = storedWeights(layer, streams);
  return {
    name: layer.name,
    kind: layer.kind,
    rows,
    columns,
    ...(groups > 1 && { groups }),
    weightDensity: stored.nonZeroWeights / ((rows * columns) / groups),
    activationDensity: 'products' in counts ? counts.activationDensity : density(layer.activations),
    ...('products' in counts && { products: counts.products }),
    ...stored,
    broadcasts: counts.broadcasts,
    cycles: counts.cycles,
    theoreticalCycles: counts.theoreticalCycles,
    timeUs,
    loadBalanceEfficiency: 1 - sum(starved) / peCycles,
    utilization: counts.multiplyAccumulates / peCycles,
    multiplyAccumulates: counts.multiplyAccumulates,
    denseMultiplyAccumulates: counts.denseMultiplyAccumulates,
    busyCycles: sum(busy),
    emptyColumnCycles: sum(emptyColumn),
    starvedCycles: sum(starved),
    blockedCycles: sum(blocked),
    stallCycles: counts.stallCycles,
    bypasses: sum(bypasses),
    saturations: counts.saturations,
    ...(layer.published && { published: layer.published }),
    perProcessingElement: {
      busy: [...busy],
      emptyColumn: [...emptyColumn],
      starved: [...starved],
      blocked: [...blocked],
      bypasses: [...bypasses],
    },
    ...(counts.dram && { dram: counts.dram }),
    actionCounts: counts.actionCounts,
    energyPj,
    ...energyRatios(energyPj, timeUs, counts.multiplyAccumulates),
    outputs: { sha256: outputHash(counts.outputs), ...(withOutputs && { values: [...counts.outputs] }) },
  };
}

function density(activations: Float32Array): number {
  return activations.reduce((count, value) => count + (value === 0 ? 0 : 1), 0) / activations.length;
}

/** Stored weights without the bias. In a dense machine every weight is an entry and none is padding. */
function storedWeights({ matrix }: Layer, streams: EncodedStreams) {
  const { processingElements: pes, pointers } = streams;
  let entries = 0;
  for (let p = 0; p < pes; p++) entries += pointers[matrix.columns * pes + p];
  const nonZeroWeights = matrix.columnStart[matrix.columns];
  return { nonZeroWeights, entries, paddingZeros: streams.indexBits === null ? 0 : entries - nonZeroWeights };
}

/** Power and the ratios that the record derives from energy; null where nothing was multiplied. */
export function energyRatios(energyPj: EnergyReport, timeUs: number, multiplyAccumulates: number) {
  return {
    averagePowerMw: energyPj.total / timeUs / 1000,
    energyPerMultiplyAccumulatePj: multiplyAccumulates === 0 ? null : energyPj.total / multiplyAccumulates,
    memoryToArithmeticRatio: energyPj.arithmetic === 0 ? null : (energyPj.sram + energyPj.dram) / energyPj.arithmetic,
  };
}

/** cycles / clock, in microseconds. */
export function microseconds(cycles: number, clockHz: number): number {
  return (cycles * 1e6) / clockHz;
}

/** Hash of the outputs as little-endian fp32. */
export function outputHash(outputs: Values): string {
  const bytes = new DataView(new ArrayBuffer(outputs.length * 4));
  outputs.forEach((value: number, row: number) => {
    bytes.setFloat32(row * 4, value, true);
  });
  return bytesToHex(sha256(new Uint8Array(bytes.buffer)));
}

function sum(values: PerElement): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
