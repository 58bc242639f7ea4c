import { powerBreakdown } from '../../energy/power-breakdown.ts';
import { TABLE_2 } from '../../papers/eie.ts';
import type { Choice } from '../record.ts';
import type { FoundRow, FoundSection } from '../section.ts';
import { type CountedLayer, type EieRuns, energyOf, type PricedMachine } from './eie-runs.ts';
import { measuredLayer } from './table-2.ts';
import { layerOf } from './table-3.ts';

/** What counts as arithmetic, with each rule for the memories. */
const CHOICES: readonly Choice[] = [
  {
    name: 'moduleClock',
    title: 'whole module, fits the clock',
    meaning:
      'arithmetic is the module of Table II: multiplier, adder, codebook and address accumulation with their leakage and share of the clock network; the like of the published number',
  },
  { name: 'moduleEd2', title: 'whole module, ED2', meaning: "the same with CACTI's own pick of every memory" },
  {
    name: 'operationsClock',
    title: 'operations alone, fits the clock',
    meaning:
      'arithmetic is multiplications and additions and nothing else: the headline ratio of run, taken by default, as the lecture and Horowitz count',
    beside: true,
  },
  {
    name: 'operationsEd2',
    title: 'operations alone, ED2',
    meaning: "the same with CACTI's own pick of every memory",
    beside: true,
  },
];

const OPERATIONS = ['arithmeticUnit.multiply', 'arithmeticUnit.add'] as const;

/** Power of the memories over that of arithmetic, by both meanings of the word. */
function ratios(machine: PricedMachine, layer: CountedLayer): { readonly module: number; readonly operations: number } {
  const { clockHz, processingElements } = machine.hardware;
  const timeUs = (layer.cycles / clockHz) * 1e6;
  const { byAction } = energyOf(machine, layer);
  const { byKind, byModule } = powerBreakdown(byAction, timeUs, processingElements);
  const memoryMw = byKind.find(({ name }) => name === 'memory')!.withClockMw;
  const operationsPj = OPERATIONS.reduce((sum, action) => sum + byAction[action], 0);
  return {
    module: memoryMw / byModule.find(({ name }) => name === 'arithmetic unit')!.withClockMw,
    operations: memoryMw / (operationsPj / timeUs / processingElements / 1000),
  };
}

/** Memory over arithmetic: the paper's power table, and what hangs on the word. */
export async function memoryOverArithmetic(runs: EieRuns): Promise<FoundSection> {
  const [clock, ed2] = [await runs.machine(), await runs.ed2()];
  const row = (key: string, name: string, published: number | null, layer: CountedLayer): FoundRow => {
    const [ofClock, ofEd2] = [ratios(clock, layer), ratios(ed2, layer)];
    return {
      key,
      name,
      unit: '×',
      published,
      place: published === null ? 'not published' : 'Table II: memory over ArithmUnit',
      ours: {
        moduleClock: ofClock.module,
        moduleEd2: ofEd2.module,
        operationsClock: ofClock.operations,
        operationsEd2: ofEd2.operations,
      },
      ...(published !== null && { deviation: 4 }),
    };
  };
  const { kinds, modules } = TABLE_2;
  const published = Number((kinds.memory.powerMw / modules['arithmetic unit'].powerMw).toPrecision(4));
  const worked = await runs.worked();
  const { layer } = await measuredLayer(runs);
  return {
    key: 'memory-over-arithmetic',
    title: 'Memory over arithmetic, and what counts as arithmetic',
    about: [
      'How many times the power of arithmetic goes into memories. Table II gives 5.416 mW over 1.162 mW. The answer hangs on the word: the module contains look-up and addresses, and with operations alone the ratio is several times as large. Neither is wrong; a number without its meaning is.',
    ],
    choices: CHOICES,
    rows: [
      row('table-2', 'the layer of Table II', published, layer),
      ...(['Alex-7', 'VGG-7', 'NT-LSTM'] as const).map((name) =>
        row(name.toLowerCase(), `${name}, work of Table IV`, null, layerOf(worked, name)),
      ),
    ],
  };
}
