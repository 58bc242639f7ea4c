import { BARS, CPU_POWER_W, FIGURE_6, FIGURE_7, FIGURE_7_POWER_W, LAYERS, TABLE_4 } from '../../papers/eie.ts';
import type { RunResult } from '../../run/result.ts';
import type { Choice, ContextTable, FigureData } from '../record.ts';
import type { FoundRow, FoundSection } from '../section.ts';
import { slug } from '../section.ts';
import { TABLE_III, TABLE_IV } from './choices.ts';
import { type EieRuns, energyOf } from './eie-runs.ts';
import { layerOf } from './table-3.ts';
import { MEASURED_WEIGHTS, measuredLayers } from './table-4.ts';

const GEOMEAN = 'geometric mean';
const CPU_TIMES = TABLE_4.cpu.batch1.dense;

function geometricMean(values: readonly number[]): number {
  return Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length);
}

/** The bars of nine layers, and their mean behind them. */
function withMean(values: readonly number[]): number[] {
  return [...values, geometricMean(values)];
}

const NAMES = [...LAYERS, GEOMEAN];

/** Bars of a machine, and who says so. */
interface Bars {
  readonly name: string;
  readonly of: FigureData['series'][number]['of'];
  readonly values: readonly (number | null)[];
}

/** The bars that a figure prints, as the paper names its machines. */
function publishedBars(figure: Readonly<Record<string, readonly number[]>>): Bars[] {
  return Object.entries(figure).map(([name, values]) => ({
    name: name === 'EIE' ? 'EIE (published)' : name,
    of: 'published',
    values,
  }));
}

/** All bars of a figure, as a table of numbers and drawn. */
function shown(
  number: 6 | 7,
  what: string,
  bars: readonly Bars[],
): { readonly context: readonly ContextTable[]; readonly figures: readonly FigureData[] } {
  return {
    context: [
      {
        name: `eie-figure-${number}-bars`,
        caption: `Fig. ${number}: all bars`,
        unit: 'x',
        columns: NAMES,
        rows: bars.map(({ name, values }) => ({ name, values: values.map(rounded) })),
        note: 'Published bars as printed. How the cards were measured stands below Table IV.',
      },
    ],
    figures: [
      {
        name: `eie-figure-${number}`,
        title: `EIE Fig. ${number}: ${what.toLowerCase()} over the CPU with dense weights, batch 1`,
        kind: 'bars',
        x: { title: '' },
        y: { title: `${what} over the CPU, dense`, logarithmic: true },
        series: bars.map(({ name, of }) => ({ name, of })),
        points: bars.flatMap(({ name, values }) => values.map((value, k) => ({ series: name, x: NAMES[k], y: value }))),
        note: 'Each group is a layer, the last the geometric mean. Colours are machines of the paper; orange is the EIE as simulated here, grey was measured on cards of today.',
      },
    ],
  };
}

/** To the digits that the figure prints. */
function rounded(value: number | null): number | null {
  return value === null ? null : value >= 10 ? Math.round(value) : Number(value.toPrecision(2));
}

const PUBLISHED_TIMES: Choice = {
  name: 'published',
  title: "paper's Table IV",
  meaning: "the bar recomputed from the published times of Table IV: how well the paper's figure and table agree",
};

/** What the bars of a machine of today are, of times or energies of the nine layers. */
async function today(
  runs: EieRuns,
  value: (layer: number, measured: { readonly timeUs: number; readonly grossUj: number | null }) => number | null,
): Promise<Bars[]> {
  return (await runs.platforms()).flatMap((platform) =>
    (['dense', 'sparse'] as const).map((weights): Bars => {
      const layers = measuredLayers(platform, MEASURED_WEIGHTS[weights], 1);
      const values = layers.map((layer, k) => (layer === undefined ? null : value(k, layer)));
      const known = values.filter((one) => one !== null);
      return {
        name: `${platform.name.replace('NVIDIA ', '')}, ${weights === 'dense' ? 'dense' : 'compressed'} (measured ${platform.measured.slice(0, 4)})`,
        of: 'measured',
        values: [...values, known.length === values.length ? geometricMean(known) : null],
      };
    }),
  );
}

/** Fig. 6: speed-up over the CPU. */
export async function figure6(runs: EieRuns): Promise<FoundSection> {
  const times = (run: RunResult) => LAYERS.map((layer) => layerOf(run, layer).timeUs);
  const speedUps = (given: readonly number[]) => withMean(given.map((time, k) => CPU_TIMES[k] / time));
  const ours = {
    tableIII: speedUps(times(await runs.even())),
    tableIV: speedUps(times(await runs.worked())),
    published: speedUps(TABLE_4.eie.actual),
  };
  const bars: Bars[] = [
    ...publishedBars(FIGURE_6),
    { name: 'EIE (simulated)', of: 'ours', values: ours.tableIII },
    ...(await today(runs, (k, { timeUs }) => CPU_TIMES[k] / timeUs)),
  ];
  const others = Object.values(BARS).map(([machine, weights]) => speedUps(TABLE_4[machine].batch1[weights]));
  const overGpu = ours.tableIII[9] / speedUps(TABLE_4.gpu.batch1.dense)[9];
  const fastest = LAYERS.filter((_, k) => ours.tableIII[k] > Math.max(...others.map((values) => values[k])));
  return {
    key: 'figure-6',
    title: 'Fig. 6: speed-up over the CPU, batch 1',
    about: [
      'Published time of the CPU with dense weights (Table IV) over the time of the EIE, simulated here; the published bars are the labels printed in the figure. The last column recomputes the bar from the published time: the figure and Table IV do not agree for two layers (NT-We: 63 in the figure, 75.6 from 8.0 us; NT-LSTM: 60 and 62.7), which is the paper’s and not ours.',
      'Bars of two machines of today stand beside them: the published time of the CPU over the time measured in 2026, dense and compressed.',
    ],
    choices: [TABLE_III, TABLE_IV, PUBLISHED_TIMES],
    rows: rowsOf('Fig. 6, EIE', FIGURE_6.EIE, ours, (layer) => (layer === 'NT-We' || layer === 'NT-LSTM' ? 15 : 1)),
    claims: [
      {
        key: 'faster-than-gpu-dense',
        claim:
          'EIE is an order of magnitude faster than the GPU of the paper with dense weights (13 times in the abstract)',
        place: 'abstract, Fig. 6',
        found: `${overGpu.toFixed(1)} times, geometric mean of the nine layers`,
        holds: overGpu > 10,
      },
      {
        key: 'fastest-in-every-layer',
        claim: 'EIE is the fastest machine in every layer at batch 1',
        place: 'Fig. 6',
        found: `${fastest.length} of ${LAYERS.length} layers`,
        holds: fastest.length === LAYERS.length,
      },
    ],
    ...shown(6, 'Speed-up', bars),
  };
}

function rowsOf(
  place: string,
  published: readonly number[],
  ours: Readonly<Record<string, readonly (number | null)[]>>,
  deviation: (layer: string) => number,
): FoundRow[] {
  return NAMES.map((name, k) => ({
    key: `${slug(name)}/eie`,
    name,
    unit: 'x',
    published: published[k],
    place,
    ours: Object.fromEntries(Object.entries(ours).map(([choice, values]) => [choice, values[k]])),
    deviation: deviation(name),
  }));
}

/** Energy of the CPU for a layer, uJ: published power x published time; where the power is not published, what the bar of the EIE says it was. */
function cpuEnergies(): number[] {
  return LAYERS.map((layer, k) => {
    const power = CPU_POWER_W[layer];
    return power === undefined ? FIGURE_7.EIE[k] * TABLE_4.eie.actual[k] * FIGURE_7_POWER_W : power * CPU_TIMES[k];
  });
}

const BOTTOM_UP: Choice = {
  name: 'clock',
  title: 'energy, fits the clock',
  meaning:
    'energy of the layer summed over its actions, layers of Table III, memories that fit the clock; taken by default, and chosen knowing the numbers of the paper',
};
const BOTTOM_UP_ED2: Choice = {
  name: 'ed2',
  title: 'energy, ED2',
  meaning: "the same with CACTI's own pick of every array",
};
const POWER_TIMES_TIME: Choice = {
  name: 'powerTimesTime',
  title: '600 mW x time',
  meaning: 'as the paper did it: 600 mW (its abstract) times the simulated time',
};

/** Fig. 7: energy efficiency over the CPU. */
export async function figure7(runs: EieRuns): Promise<FoundSection> {
  const even = await runs.even();
  const ed2 = await runs.ed2();
  const cpu = cpuEnergies();
  const over = (energyUj: readonly number[]) => withMean(energyUj.map((energy, k) => cpu[k] / energy));
  const layers = LAYERS.map((name) => layerOf(even, name));
  const ours = {
    clock: over(layers.map(({ energyPj }) => energyPj.total * 1e-6)),
    ed2: over(layers.map((layer) => energyOf(ed2, layer).total * 1e-6)),
    powerTimesTime: over(layers.map(({ timeUs }) => timeUs * FIGURE_7_POWER_W)),
    published: over(TABLE_4.eie.actual.map((time) => time * FIGURE_7_POWER_W)),
  };
  const bars: Bars[] = [
    ...publishedBars(FIGURE_7),
    { name: 'EIE (simulated)', of: 'ours', values: ours.clock },
    ...(await today(runs, (k, { grossUj }) => (grossUj === null ? null : cpu[k] / grossUj))),
  ];
  return {
    key: 'figure-7',
    title: 'Fig. 7: energy efficiency over the CPU, batch 1',
    about: [
      'Energy of the CPU with dense weights over the energy of the EIE. The CPU: published time (Table IV) times published power (Deep Compression, Table 9; of the NeuralTalk layers, of which no power is published, what the bar of the EIE implies). The published bars of the EIE are 600 mW times the time of Table IV; here the energy is also summed action by action, which is lower where PEs wait and higher where they work.',
      'Machines of today: energy of the whole card by its own counter, idle power included.',
    ],
    choices: [BOTTOM_UP, BOTTOM_UP_ED2, POWER_TIMES_TIME, PUBLISHED_TIMES],
    rows: rowsOf('Fig. 7, EIE', FIGURE_7.EIE, ours, () => 14),
    ...shown(7, 'Energy efficiency', bars),
  };
}
