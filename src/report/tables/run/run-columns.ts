import type { Category } from '../../../machines/component.ts';
import { KNOWN_COUNTERS } from '../../../machines/known/known-counters.ts';
import { isCounted, type LayerResult, type RunResult } from '../../../run/result.ts';
import { categories, categoryTitles } from '../../categories.ts';
import { uniqueNames } from '../../text/layer-labels.ts';
import { numberText, percentText } from '../../text/number-text.ts';
import { siPrefix } from '../../text/si-prefix.ts';
import { type ColumnOf, numberColumn, wordColumn } from '../report-table.ts';

/** What a row of the run table reads: a layer, or the totals with the published times summed. */
type RunRow = Pick<
  LayerResult,
  'cycles' | 'theoreticalCycles' | 'timeUs' | 'denseMultiplyAccumulates' | 'energyPj' | 'memoryToArithmeticRatio'
> & {
  readonly label: string;
  readonly size: string;
  readonly weightDensity: number | null;
  readonly activationDensity: number | null;
  readonly publishedUs: number | null;
  readonly loadBalanceEfficiency: number | null;
  readonly utilization: number | null;
};

/** What imbalance and queue stalls cost over a perfectly balanced array: 0.07 is 7 % more cycles; null where nothing was to do. */
export function overPerfectBalance(row: Pick<RunRow, 'cycles' | 'theoreticalCycles'>): number | null {
  return row.theoreticalCycles === 0 ? null : row.cycles / row.theoreticalCycles - 1;
}

/** What a cache has none of: it multiplies nothing. */
const WITHOUT_WEIGHTS = {
  weightDensity: null,
  activationDensity: null,
  loadBalanceEfficiency: null,
  utilization: null,
};

/** The layers as rows; the last row is the total. */
export function runRows(result: RunResult): RunRow[] {
  const names = uniqueNames(result.layers.map((layer) => layer.name));
  const rows = result.layers.map((layer, k) => ({
    ...layer,
    label: names[k],
    size: `${layer.rows}x${layer.columns}`,
    publishedUs: layer.published?.timeUs ?? null,
    ...(layer.kind === 'keyValueCache' && WITHOUT_WEIGHTS),
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
  arithmetic: 'arith\u00admetic',
  registers: 'regis\u00adters',
  leakage: 'leak\u00adage',
};

const meanings: Readonly<Record<Category, string>> = {
  arithmetic: 'multiplying weights with activations, and adding up',
  sram: 'reading weights, pointers and activations from memories on the chip',
  dram: 'fetching weights from memory outside the chip',
  registers: 'queues, codebook and activations held in registers',
  control: 'finding non-zero activations, sending them to all PEs, the clock network',
  leakage: 'what all parts draw although they do nothing',
};

/** More layers than this are each a small part of the whole. */
const MANY_ROWS = 20;

/** Three digits, but no more than three decimals: a column of one unit should not get wide for what hardly counts. */
function scaledText(value: number): string {
  if (value > 0 && value < 0.0005) return '<0.001';
  return Math.abs(value) < 0.1 ? value.toFixed(3) : numberText(value);
}

/** All digits of a count; of a mean as many as say something. */
function cyclesText(cycles: number): string {
  return Number.isInteger(cycles) ? String(cycles) : numberText(cycles, 4);
}

function overPerfectText(row: RunRow): string {
  const share = overPerfectBalance(row);
  return share !== null && share >= 10 ? numberText(share * 100) : percentText(share);
}

const name = wordColumn<RunRow>('layer', (row) => row.label);

/** A share of one, shown in per cent; empty in the total where it means nothing. */
function share(
  head: string,
  term: string,
  value: (row: RunRow) => number | null,
  meaning = definition(term),
): ColumnOf<RunRow> {
  const text = (row: RunRow) => (value(row) === null ? '' : percentText(value(row)));
  return { head, unit: '%', align: 'right', meaning, term, cell: (row) => ({ text: text(row), value: value(row) }) };
}

/** What a counter is, in the words of its table. */
function definition(name: string): string {
  return KNOWN_COUNTERS.get(name)?.definition ?? '';
}

const timeColumns: readonly ColumnOf<RunRow>[] = [
  name,
  {
    head: 'rows x\ncolumns',
    unit: '',
    align: 'right',
    meaning: 'outputs × inputs of the layer',
    cell: (row) => ({ text: row.size, value: row.denseMultiplyAccumulates }),
  },
  share('weight\ndens.', 'weightDensity', (row) => row.weightDensity, 'share of the weights that is not zero'),
  share(
    'activ.\ndens.',
    'activationDensity',
    (row) => row.activationDensity,
    'share of the inputs that is not zero; zeros are skipped',
  ),
  numberColumn('cycles', '', (row) => row.cycles, {
    write: cyclesText,
    meaning: definition('cycles'),
    term: 'cycles',
  }),
  numberColumn('time', 'us', (row) => row.timeUs, { meaning: definition('timeUs'), term: 'timeUs' }),
  numberColumn('paper', 'us', (row) => row.publishedUs, { meaning: 'the published time, where there is one' }),
];

const loadBalance = share('load\nbal.', 'loadBalanceEfficiency', (row) => row.loadBalanceEfficiency);

const utilization = share('utili\u00adzation', 'utilization', (row) => row.utilization);

const overPerfect: ColumnOf<RunRow> = {
  head: 'over\nperfect',
  unit: '%',
  align: 'right',
  meaning: 'how much longer it takes than if the work were spread evenly over the PEs',
  term: 'theoreticalCycles',
  cell: (row) => ({ text: overPerfectText(row), value: overPerfectBalance(row) }),
};

/** Columns of what not every machine counts. */
function countedColumns(rows: readonly RunRow[]): ColumnOf<RunRow>[] {
  const own = [...KNOWN_COUNTERS.values()]
    .toReversed()
    .flatMap(({ name, head }) =>
      head !== undefined && isCounted(rows, name)
        ? [share(head, name, (row) => (row as unknown as Readonly<Record<string, number>>)[name])]
        : [],
    );
  return [
    ...(isCounted(rows, 'loadBalanceEfficiency') ? [loadBalance] : []),
    utilization,
    ...own,
    ...(isCounted(rows, 'theoreticalCycles') ? [overPerfect] : []),
  ];
}

/** The columns of the run table in two blocks: the work and its time, and where the energy goes. DRAM only where there is any. */
export function runColumns(rows: readonly RunRow[]): {
  readonly time: readonly ColumnOf<RunRow>[];
  readonly energy: readonly ColumnOf<RunRow>[];
} {
  const shown = categories.filter((category) => category !== 'dram' || rows.some((row) => row.energyPj.dram !== 0));
  // of many layers each is small beside the total, which then may have more digits
  const scaled = rows.length > MANY_ROWS ? rows.slice(0, -1) : rows;
  const largest = Math.max(0, ...scaled.flatMap((row) => shown.map((category) => row.energyPj[category])));
  const scale = siPrefix(largest, 'J', -12);
  const energy = (category: Category): ColumnOf<RunRow> => ({
    head: heads[category],
    unit: scale.unit,
    align: 'right',
    meaning: meanings[category],
    term: `energyPj.${category}`,
    cell: ({ energyPj }) => ({ text: scaledText(energyPj[category] * scale.factor), value: energyPj[category] }),
  });
  const ratio = numberColumn<RunRow>('mem./\u200barith.', '', (row) => row.memoryToArithmeticRatio, {
    meaning: 'energy of SRAM and DRAM over that of arithmetic',
    term: 'memoryToArithmeticRatio',
  });
  return { time: [...timeColumns, ...countedColumns(rows)], energy: [name, ...shown.map(energy), ratio] };
}
