import type { LayerResult, RunResult } from '../../run/result.ts';
import { type CsvValue, csvText } from '../text/csv-text.ts';

/** One row a layer; a header is the path of the number in result.json. */
const columns: Readonly<Record<string, (layer: LayerResult) => CsvValue>> = {
  name: (layer) => layer.name,
  kind: (layer) => layer.kind,
  rows: (layer) => layer.rows,
  columns: (layer) => layer.columns,
  weightDensity: (layer) => layer.weightDensity,
  activationDensity: (layer) => layer.activationDensity,
  nonZeroWeights: (layer) => layer.nonZeroWeights,
  entries: (layer) => layer.entries,
  paddingZeros: (layer) => layer.paddingZeros,
  broadcasts: (layer) => layer.broadcasts,
  cycles: (layer) => layer.cycles,
  theoreticalCycles: (layer) => layer.theoreticalCycles,
  timeUs: (layer) => layer.timeUs,
  'published.timeUs': (layer) => layer.published?.timeUs,
  'published.source': (layer) => layer.published?.source,
  loadBalanceEfficiency: (layer) => layer.loadBalanceEfficiency,
  utilization: (layer) => layer.utilization,
  multiplyAccumulates: (layer) => layer.multiplyAccumulates,
  denseMultiplyAccumulates: (layer) => layer.denseMultiplyAccumulates,
  busyCycles: (layer) => layer.busyCycles,
  paddingCycles: (layer) => layer.paddingCycles,
  emptyColumnCycles: (layer) => layer.emptyColumnCycles,
  starvedCycles: (layer) => layer.starvedCycles,
  blockedCycles: (layer) => layer.blockedCycles,
  stallCycles: (layer) => layer.stallCycles,
  bypasses: (layer) => layer.bypasses,
  'saturations.weight': (layer) => layer.saturations.weight,
  'saturations.activation': (layer) => layer.saturations.activation,
  'saturations.accumulator': (layer) => layer.saturations.accumulator,
  'energyPj.total': (layer) => layer.energyPj.total,
  'energyPj.arithmetic': (layer) => layer.energyPj.arithmetic,
  'energyPj.sram': (layer) => layer.energyPj.sram,
  'energyPj.dram': (layer) => layer.energyPj.dram,
  'energyPj.registers': (layer) => layer.energyPj.registers,
  'energyPj.control': (layer) => layer.energyPj.control,
  'energyPj.leakage': (layer) => layer.energyPj.leakage,
  averagePowerMw: (layer) => layer.averagePowerMw,
  energyPerMultiplyAccumulatePj: (layer) => layer.energyPerMultiplyAccumulatePj,
  memoryToArithmeticRatio: (layer) => layer.memoryToArithmeticRatio,
  'outputs.sha256': (layer) => layer.outputs.sha256,
};

/** Only where a layer fetched weights from DRAM. */
const dramColumns: typeof columns = {
  'dram.usefulBytes': (layer) => layer.dram?.usefulBytes,
  'dram.chargedBytes': (layer) => layer.dram?.chargedBytes,
  'dram.transferUs': (layer) => layer.dram?.transferUs,
};

/** layers.csv: every number of the record that is one per layer. */
export function layersCsv(result: RunResult): string {
  const all = result.layers.some((layer) => layer.dram !== undefined) ? { ...columns, ...dramColumns } : columns;
  const names = Object.keys(all);
  return csvText(
    names,
    result.layers.map((layer) => Object.fromEntries(names.map((name) => [name, all[name](layer)]))),
  );
}
