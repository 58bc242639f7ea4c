import type { Category } from '../../energy/energy-report.ts';
import type { LayerResult, RunResult } from '../../run/result.ts';
import { categories, categoryTitles } from '../categories.ts';
import { uniqueNames } from '../layer-labels.ts';
import { numberText, percentText } from '../number-text.ts';
import { siPrefix } from '../si-prefix.ts';

/** What a row of the run table reads: a layer, or the totals with the published times summed. */
export type RunRow = Pick<
  LayerResult,
  | 'cycles'
  | 'theoreticalCycles'
  | 'timeUs'
  | 'loadBalanceEfficiency'
  | 'utilization'
  | 'energyPj'
  | 'memoryToArithmeticRatio'
> & {
  readonly label: string;
  readonly size: string;
  readonly weightDensity: number | null;
  readonly activationDensity: number | null;
  readonly publishedUs: number | null;
};

/** One column of the run table for every format: its head (`|` is where it may break), its unit, its text. */
export interface RunColumn {
  readonly head: string;
  readonly unit: string;
  readonly align: 'left' | 'right';
  readonly text: (row: RunRow) => string;
  /** What the column sorts by, where that is not its text. */
  readonly sortBy?: (row: RunRow) => number;
}

/** What imbalance and queue stalls cost over a perfectly balanced array: 0.07 is 7 % more cycles; null where nothing was to do. */
export function overPerfectBalance(row: Pick<RunRow, 'cycles' | 'theoreticalCycles'>): number | null {
  return row.theoreticalCycles === 0 ? null : row.cycles / row.theoreticalCycles - 1;
}

/** The layers as rows; the last row is the total. */
export function runRows(result: RunResult): RunRow[] {
  const names = uniqueNames(result.layers.map((layer) => layer.name));
  const rows = result.layers.map((layer, k) => ({
    ...layer,
    label: names[k],
    size: `${layer.rows}x${layer.columns}`,
    publishedUs: layer.published?.timeUs ?? null,
  }));
  const published = rows.reduce<number | null>(
    (sum, row) => (sum === null || row.publishedUs === null ? null : sum + row.publishedUs),
    rows.length === 0 ? null : 0,
  );
  const total = { label: 'total', size: '', weightDensity: null, activationDensity: null, publishedUs: published };
  return [...rows, { ...result.totals, ...total }];
}

/** Heads of the energy columns, with the places where they may break. */
const heads: Readonly<Record<Category, string>> = {
  ...categoryTitles,
  arithmetic: 'arith-|metic',
  registers: 'regis-|ters',
  leakage: 'leak-|age',
};

/** Three digits, but no more than three decimals: a column of one unit should not get wide for what hardly counts. */
function scaledText(value: number): string {
  if (value > 0 && value < 0.0005) return '<0.001';
  return Math.abs(value) < 0.1 ? value.toFixed(3) : numberText(value);
}

function overPerfectText(row: RunRow): string {
  const share = overPerfectBalance(row);
  return share !== null && share >= 10 ? numberText(share * 100) : percentText(share);
}

/** The columns of the run table in two blocks: the work and its time, and where the energy goes. DRAM only where there is any. */
export function runColumns(rows: readonly RunRow[]): { readonly time: RunColumn[]; readonly energy: RunColumn[] } {
  const shown = categories.filter((category) => category !== 'dram' || rows.some((row) => row.energyPj.dram !== 0));
  const largest = Math.max(0, ...rows.flatMap((row) => shown.map((category) => row.energyPj[category])));
  const scale = siPrefix(largest, 'J', -12);
  const right = (head: string, unit: string, text: RunColumn['text']): RunColumn => ({
    head,
    unit,
    align: 'right',
    text,
  });
  const energy = (category: Category) =>
    right(heads[category], scale.unit, (row) => scaledText(row.energyPj[category] * scale.factor));
  const sortableEnergy = (category: Category): RunColumn => ({
    ...energy(category),
    sortBy: (row) => row.energyPj[category],
  });
  return {
    time: [
      right('rows x|columns', '', (row) => row.size),
      right('weight|dens.', '%', (row) => (row.weightDensity === null ? '' : percentText(row.weightDensity))),
      right('activ.|dens.', '%', (row) => (row.activationDensity === null ? '' : percentText(row.activationDensity))),
      right('cycles', '', (row) => String(row.cycles)),
      right('time', 'us', (row) => numberText(row.timeUs)),
      right('paper', 'us', (row) => numberText(row.publishedUs)),
      right('load|bal.', '%', (row) => percentText(row.loadBalanceEfficiency)),
      right('utili-|zation', '%', (row) => percentText(row.utilization)),
      right('over|perfect', '%', overPerfectText),
    ],
    energy: [...shown.map(sortableEnergy), right('mem./|arith.', '', (row) => numberText(row.memoryToArithmeticRatio))],
  };
}
