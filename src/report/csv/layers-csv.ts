import { inGroups, LAYER_ORDER } from '../../machines/counter.ts';
import { type CounterName, machineOf } from '../../machines/index.ts';
import type { LayerResult, RunResult } from '../../run/result.ts';
import { type CsvValue, csvText } from '../text/csv-text.ts';

type Columns = Readonly<Record<string, (layer: LayerResult) => CsvValue>>;

/** One row a layer; a header is the path of the number in result.json. */
const shape: Columns = {
  name: (layer) => layer.name,
  kind: (layer) => layer.kind,
  rows: (layer) => layer.rows,
  columns: (layer) => layer.columns,
  weightDensity: (layer) => layer.weightDensity,
  activationDensity: (layer) => layer.activationDensity,
};

const published: Columns = {
  'published.timeUs': (layer) => layer.published?.timeUs,
  'published.source': (layer) => layer.published?.source,
};

/** The numbers that a machine counts, the published time beside its own. */
function countedBy(machine: string | undefined): Columns {
  const counters = inGroups(machineOf({ ...(machine !== undefined && { machine }) }).counters, LAYER_ORDER);
  return Object.assign(
    {},
    ...counters.map(({ name }): Columns => {
      const column: Columns = { [name]: (layer) => layer[name as CounterName] };
      return name === 'timeUs' ? { ...column, ...published } : column;
    }),
  );
}

const charged: Columns = {
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
const dramColumns: Columns = {
  'dram.usefulBytes': (layer) => layer.dram?.usefulBytes,
  'dram.chargedBytes': (layer) => layer.dram?.chargedBytes,
  'dram.transferUs': (layer) => layer.dram?.transferUs,
};

/** layers.csv: every number of the record that is one per layer. */
export function layersCsv(result: RunResult): string {
  const { machine, validation } = result.hardware;
  const counted = { ...shape, ...countedBy(typeof machine === 'string' ? machine : undefined), ...charged };
  const columns = validation === undefined ? counted : { ...counted, validation: () => String(validation) };
  const all = result.layers.some((layer) => layer.dram !== undefined) ? { ...columns, ...dramColumns } : columns;
  const names = Object.keys(all);
  return csvText(
    names,
    result.layers.map((layer) => Object.fromEntries(names.map((name) => [name, all[name](layer)]))),
  );
}
