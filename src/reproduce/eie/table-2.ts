import { areaOf } from '../../energy/models/area.ts';
import { componentsUnder, type PowerBreakdown, powerBreakdown } from '../../energy/power-breakdown.ts';
import { TABLE_2 } from '../../papers/eie.ts';
import type { FoundRow, FoundSection } from '../section.ts';
import { slug } from '../section.ts';
import { CLOCK, ED2, ED2_EVERY_EIGHTH } from './choices.ts';
import { type CountedLayer, type EieRuns, energyOf, type PricedMachine } from './eie-runs.ts';
import { layerOf } from './table-3.ts';

const PLACE = 'Table II';

/** Both memories read once in eight cycles (section VI). */
function everyEighth(layer: CountedLayer, processingElements: number): CountedLayer {
  const reads = (layer.cycles * processingElements) / 8;
  return { ...layer, actionCounts: { ...layer.actionCounts, 'pointers.read': reads, 'sparseMatrix.read': reads } };
}

function powerOn(machine: PricedMachine, layer: CountedLayer): PowerBreakdown {
  const { clockHz, processingElements } = machine.hardware;
  return powerBreakdown(energyOf(machine, layer).byAction, (layer.cycles / clockHz) * 1e6, processingElements);
}

/** The layer that stands for the one of Table II, of which the paper does not say which it is: the authors' own Alex-8, where it is known. */
export async function measuredLayer(runs: EieRuns) {
  const { layers, note } = await runs.real();
  const known = layers.find(({ name }) => name === 'Alex-8');
  return { layer: known ?? layerOf(await runs.worked(), 'Alex-8'), known: known !== undefined, note };
}

/** Table II: power and area of a PE by module and by kind. */
export async function table2(runs: EieRuns): Promise<FoundSection> {
  const [clock, ed2] = [await runs.machine(), await runs.ed2()];
  const { layer, known, note } = await measuredLayer(runs);
  const eighth = everyEighth(layer, clock.hardware.processingElements);
  const powers = { clock: powerOn(clock, layer), ed2: powerOn(ed2, layer), ed2EveryEighth: powerOn(ed2, eighth) };
  const areas = { clock: areaOf(clock.hardware), ed2: areaOf(ed2.hardware) };
  const power = (name: string, published: number, of: (one: PowerBreakdown) => number): FoundRow => ({
    key: `${slug(name)}/power`,
    name,
    unit: 'mW',
    published,
    place: PLACE,
    table: 'power',
    ours: mapped(powers, of),
    deviation: 4,
  });
  const area = (name: string, publishedUm2: number, parts: readonly string[]): FoundRow => ({
    key: `${slug(name)}/area`,
    name,
    unit: 'mm2',
    published: publishedUm2 / 1e6,
    place: PLACE,
    table: 'area',
    ours: mapped(areas, ({ perProcessingElementMm2: mm2 }) => sum(parts.map((part) => mm2[part] ?? 0))),
    deviation: 6,
  });
  const modules = Object.entries(TABLE_2.modules);
  const kinds = Object.entries(TABLE_2.kinds);
  const rate = (action: string) =>
    ((layer.cycles * clock.hardware.processingElements) / layer.actionCounts[action]).toFixed(1);
  return {
    key: 'table-2',
    title: 'Table II: power and area of one processing element',
    about: [
      `Average power and area of one PE, by module and by kind. Counts are those of ${!known ? 'Alex-8 of the layers with the work of Table IV' : 'the authors’ own layer'}: a pointer read in ${rate('pointers.read')} cycles, a line of the sparse matrix in ${rate('sparseMatrix.read')}. ${note}`,
      'The modules of Table II contain the clock network and do not say how; it is shared out in proportion to what of a module is not memory. The power of the clock network itself is taken from Table II.',
      'Power depends on which array a memory is, which the paper does not say, and on how often it is read; each choice is a column. The first is what the tool takes, and it was chosen knowing these numbers.',
    ],
    choices: [CLOCK, ED2, ED2_EVERY_EIGHTH],
    rows: [
      ...modules.map(([name, { powerMw }]) => power(name, powerMw, of('byModule', name))),
      ...kinds.map(([name, { powerMw }]) => power(name, powerMw, of('byKind', name))),
      power('PE', TABLE_2.total.powerMw, ({ byModule }) => sum(byModule.map(({ withClockMw }) => withClockMw))),
      power('chip', TABLE_2.chip.powerMw, ({ chipMw }) => chipMw),
      {
        ...power('chip, benchmark', TABLE_2.chip.powerMw, () => 0),
        key: 'chip-benchmark/power',
        name: 'chip, mean of the nine layers',
        ours: { clock: (await runs.even()).totals.averagePowerMw },
      },
      ...modules.map(([name, { areaUm2 }]) => area(name, areaUm2, componentsUnder('module', name))),
      area('memory', TABLE_2.kinds.memory.areaUm2, componentsUnder('kind', 'memory')),
      area('registers', TABLE_2.kinds.registers.areaUm2, componentsUnder('kind', 'registers')),
      area('combinational', TABLE_2.kinds.combinational.areaUm2, componentsUnder('kind', 'combinational')),
      { ...area('PE', TABLE_2.total.areaUm2, []), ours: mapped(areas, (one) => one.processingElementMm2) },
      { ...area('chip', TABLE_2.chip.areaMm2 * 1e6, []), ours: mapped(areas, (one) => one.totalMm2) },
    ],
    claims: [memoryShare(powers.clock)],
  };
}

/** Section VI: memory takes most of the power. */
function memoryShare({ byKind }: PowerBreakdown) {
  const [memory, ...others] = byKind.map(({ withClockMw }) => withClockMw);
  const share = memory / (memory + sum(others));
  return {
    key: 'memory-dominates/power',
    claim: 'memory takes more than half of the power of a PE (59 %)',
    place: 'section VI, Table II',
    found: `${(100 * share).toFixed(1)} %`,
    holds: share > 0.5,
  };
}

function of(list: 'byModule' | 'byKind', name: string) {
  return (one: PowerBreakdown): number => one[list].find((row) => row.name === name)!.withClockMw;
}

function mapped<T>(values: Readonly<Record<string, T>>, value: (one: T) => number): Record<string, number> {
  return Object.fromEntries(Object.entries(values).map(([name, one]) => [name, value(one)]));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
