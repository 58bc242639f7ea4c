import { CATEGORIES, type Category } from '../../machines/component.ts';
import { knownComponents } from '../../machines/known/known-components.ts';
import { energyRows, OTHER } from '../../report/charts/energy-rows.ts';
import { PROCESSING_ELEMENT_STATES, processingElementCyclesOf } from '../../report/charts/processing-element-states.ts';
import { quantityText } from '../../report/tables/metric-column.ts';
import { microText } from '../../report/tables/report-table.ts';
import { componentName } from '../../report/text/human-names.ts';
import { numberText, percentText } from '../../report/text/number-text.ts';
import type { LayerResult, RunResult, Totals } from '../../run/result.ts';

/** A part of a bar. */
export interface Part {
  readonly title: string;
  readonly value: number;
  readonly colour: string;
  /** What its pattern tells, so that it survives without colours. */
  readonly pattern: Category | 'none' | (string & {});
}

/** A row of a figure. */
export interface BarRow {
  readonly name: string;
  readonly parts: readonly Part[];
  /** What stands beside the bar. */
  readonly text: string;
}

/** For people: a quantity with its unit, a fraction of a percent with its sign. */
export function joules(pj: number): string {
  return microText(quantityText(pj, 'pJ', numberText));
}

export function seconds(us: number): string {
  return microText(quantityText(us, 'us', numberText));
}

const categoryOf = (component: string): Category | 'none' =>
  component === 'leakage' ? 'leakage' : (knownComponents().get(component)?.category ?? 'none');

/** Energy of each layer by component, the totals of all layers last. */
export function energyFigure(record: RunResult): { readonly rows: BarRow[]; readonly all: readonly Part[] } {
  const { rows, components } = energyRows(record);
  const shown = (name: string) => (name === OTHER ? OTHER : componentName(name));
  const part = (name: string, colour: string, value: number): Part => ({
    title: shown(name),
    value,
    colour,
    pattern: categoryOf(name),
  });
  const names = [...new Set(rows.map(({ layer }) => layer))];
  const bars = names.map((name, k): BarRow => {
    const own = rows.filter(({ layer }) => layer === name);
    return {
      name,
      parts: components.map(([component, colour]) =>
        part(component, colour, own.find((row) => row.component === component)?.energyPj ?? 0),
      ),
      text: joules(record.layers[k].energyPj.total),
    };
  });
  const all = components.map(([component, colour]) =>
    part(
      component,
      colour,
      rows.filter((row) => row.component === component).reduce((sum, row) => sum + row.energyPj, 0),
    ),
  );
  return { rows: bars, all };
}

/** What memory and arithmetic take: of a layer, or of all. */
export function contrast({
  energyPj,
  memoryToArithmeticRatio,
}: Pick<LayerResult, 'energyPj' | 'memoryToArithmeticRatio'>) {
  return {
    arithmeticPj: energyPj.arithmetic,
    memoryPj: energyPj.sram + energyPj.dram,
    ratio: memoryToArithmeticRatio,
  };
}

/** Of the states of a PE. */
const PATTERNS = ['solid', 'stripes', 'dots', 'hatch'] as const;

/** What the processing elements do, a share of their cycles each. */
export function stateFigure({ layers }: RunResult): BarRow[] {
  return layers.map((layer): BarRow => {
    const cycles = processingElementCyclesOf(layer);
    const all = cycles.reduce((sum, value) => sum + value, 0);
    return {
      name: layer.name,
      parts: PROCESSING_ELEMENT_STATES.map(([title, colour], k) => ({
        title,
        colour,
        pattern: PATTERNS[k],
        value: all === 0 ? 0 : cycles[k] / all,
      })),
      text: `${percentText(all === 0 ? 0 : layer.starvedCycles / all)} % starved`,
    };
  });
}

/** Share of the cycles in which PEs do not starve. */
export function balanceFigure({ layers }: RunResult): BarRow[] {
  return layers.map((layer) => ({
    name: layer.name,
    parts: [
      { title: 'load-balance efficiency', value: layer.loadBalanceEfficiency, colour: '#0072b2', pattern: 'solid' },
    ],
    text: `${percentText(layer.loadBalanceEfficiency)} %`,
  }));
}

/** A number that people quote, told against the pinned one. */
export interface Quoted {
  readonly title: string;
  readonly text: string;
  readonly value: number | null;
  /** Whether less is better; undefined where neither is. */
  readonly lessIsBetter?: boolean;
}

/** The numbers of a run at a glance. */
export function quotedNumbers({ totals, area }: RunResult): Quoted[] {
  const { arithmeticPj, memoryPj } = contrast(totals);
  return [
    { title: 'energy', text: joules(totals.energyPj.total), value: totals.energyPj.total, lessIsBetter: true },
    { title: 'energy of memory', text: joules(memoryPj), value: memoryPj, lessIsBetter: true },
    { title: 'energy of arithmetic', text: joules(arithmeticPj), value: arithmeticPj, lessIsBetter: true },
    {
      title: 'memory over arithmetic',
      text: totals.memoryToArithmeticRatio === null ? '-' : `${numberText(totals.memoryToArithmeticRatio)} times`,
      value: totals.memoryToArithmeticRatio,
    },
    { title: 'time', text: seconds(totals.timeUs), value: totals.timeUs, lessIsBetter: true },
    { title: 'cycles', text: String(totals.cycles), value: totals.cycles, lessIsBetter: true },
    {
      title: 'load-balance efficiency',
      text: `${percentText(totals.loadBalanceEfficiency)} %`,
      value: totals.loadBalanceEfficiency,
      lessIsBetter: false,
    },
    {
      title: 'average power',
      text: `${numberText(totals.averagePowerMw)} mW`,
      value: totals.averagePowerMw,
      lessIsBetter: true,
    },
    {
      title: 'area',
      text: area === undefined ? '-' : `${numberText(area.totalMm2)} mm²`,
      value: area?.totalMm2 ?? null,
      lessIsBetter: true,
    },
  ];
}

/** `-12.3 %`: how a number changed; undefined where it cannot be told. */
export function changeText(now: number | null, before: number | null): string | undefined {
  if (now === null || before === null) return undefined;
  if (now === before) return 'as pinned';
  if (before === 0) return undefined;
  const share = (now - before) / before;
  if (share >= 9) return `${numberText(now / before)} times`;
  return `${share < 0 ? '−' : '+'}${numberText(Math.abs(share) * 100)} %`;
}

/** Area of the machine, the largest part first: of one PE, and of what all share. */
export function areaParts({ area, hardware }: RunResult): readonly { readonly title: string; readonly mm2: number }[] {
  if (area === undefined) return [];
  const pes = hardware.processingElements;
  const own = Object.entries(area.perProcessingElementMm2).map(([name, mm2]) => ({
    title: componentName(name),
    mm2: mm2 * pes,
  }));
  const shared = Object.entries(area.sharedMm2 ?? {}).map(([name, mm2]) => ({ title: componentName(name), mm2 }));
  const tree =
    area.nonZeroDetectionMm2 === undefined
      ? []
      : [{ title: componentName('nonZeroDetection'), mm2: area.nonZeroDetectionMm2 }];
  return [...own, ...shared, ...tree].toSorted((a, b) => b.mm2 - a.mm2);
}

/** Totals as they stand in the record, to the last digit. */
export function exactTotals(totals: Totals): readonly (readonly [name: string, value: string])[] {
  return Object.entries(totals).flatMap(([name, value]): [string, string][] => {
    if (typeof value === 'number' || value === null) return [[name, String(value)]];
    if (name === 'energyPj')
      return (['total', ...CATEGORIES] as const).map((one) => [`energyPj.${one}`, String(totals.energyPj[one])]);
    if (name === 'saturations')
      return Object.entries(totals.saturations).map(([one, count]) => [`saturations.${one}`, String(count)]);
    return [];
  });
}
