import { splitAction } from '../base/action-name.ts';
import type { Chip } from '../config/chip.ts';
import { COMPONENTS } from '../machines/eie/components.ts';
import { TABLE_2 } from '../papers/eie.ts';

/** Power of one part of a PE beside what EIE publishes for it. */
export interface PowerRow {
  readonly name: string;
  /** Power of the part's own actions, one PE, averaged over the run. */
  readonly powerMw: number;
  /** The same with its share of the clock network, which EIE's modules contain; equal to powerMw by kind. */
  readonly withClockMw: number;
  readonly publishedMw: number;
  /** withClockMw over publishedMw, less 1. */
  readonly differencePercent: number;
}

/** Average power of one PE by module and by kind (EIE Table II), and of the chip. */
export interface PowerBreakdown {
  readonly byModule: readonly PowerRow[];
  readonly byKind: readonly PowerRow[];
  /** Power of the chip outside the PEs: non-zero detection, broadcast. */
  readonly outsideMw: number;
  /** Power of the chip. */
  readonly chipMw: number;
  /** Power of the DRAM beside the chip, its I/O included; 0 where nothing comes from DRAM. */
  readonly dramMw: number;
  /** EIE (ISCA 2016) section VI: 590 mW. */
  readonly publishedChipMw: 590;
}

const { modules, kinds, chip } = TABLE_2;

/**
 * Modules of EIE Table II, their power, and their share of the clock network. Table II contains the clock network in its modules but does
 * not say how; it is taken in proportion to what of a module is not memory (derived in configs/energy/eie-table2.yaml).
 */
const MODULES = [
  { name: 'activation queue', publishedMw: modules['activation queue'].powerMw, clockShare: 0.02993 },
  { name: 'pointer read', publishedMw: modules['pointer read'].powerMw, clockShare: 0.09612 },
  { name: 'sparse-matrix read', publishedMw: modules['sparse-matrix read'].powerMw, clockShare: 0.26358 },
  { name: 'arithmetic unit', publishedMw: modules['arithmetic unit'].powerMw, clockShare: 0.31053 },
  { name: 'activation read/write', publishedMw: modules['activation read/write'].powerMw, clockShare: 0.29984 },
] as const;

/** Kinds of EIE Table II. */
const KINDS = Object.entries(kinds).map(([name, { powerMw }]) => ({ name, publishedMw: powerMw }));

/** Components that Table II counts under a module or a kind. */
export function componentsUnder(row: 'module' | 'kind', name: string): string[] {
  return COMPONENTS.filter(({ powerTable }) => powerTable?.[row] === name).map((component) => component.name);
}

/** Power by module and kind of a run: energy of its actions (`component.action` -> pJ) over its time, leakage included. */
export function powerBreakdown(
  energyByAction: Readonly<Record<string, number>>,
  timeUs: number,
  processingElements: number,
): PowerBreakdown {
  const powers = componentPowers(energyByAction, timeUs * processingElements);
  const sum = (components: readonly string[]): number => components.reduce((mw, name) => mw + (powers[name] ?? 0), 0);
  const clockMw = sum(componentsUnder('kind', 'clock network'));
  const beside = COMPONENTS.filter(({ madeOf }) => madeOf.kind === 'dram').map(({ name }) => name);
  const total = sum(Object.keys(powers).filter((name) => !beside.includes(name)));
  const perElement = sum(COMPONENTS.filter(({ powerTable }) => powerTable !== undefined).map(({ name }) => name));
  return {
    byModule: MODULES.map(({ name, publishedMw, clockShare }) => {
      const powerMw = sum(componentsUnder('module', name));
      return powerRow(name, powerMw, powerMw + clockMw * clockShare, publishedMw);
    }),
    byKind: KINDS.map(({ name, publishedMw }) => {
      const powerMw = sum(componentsUnder('kind', name));
      return powerRow(name, powerMw, powerMw, publishedMw);
    }),
    outsideMw: (total - perElement) * processingElements,
    chipMw: total * processingElements,
    dramMw: sum(beside) * processingElements,
    publishedChipMw: chip.powerMw,
  };
}

function powerRow(name: string, powerMw: number, withClockMw: number, publishedMw: number): PowerRow {
  return { name, powerMw, withClockMw, publishedMw, differencePercent: (withClockMw / publishedMw - 1) * 100 };
}

/** pJ per us and PE is uW: mW after the division by 1000. */
function componentPowers(energyByAction: Readonly<Record<string, number>>, peUs: number): Record<string, number> {
  const powers: Record<string, number> = {};
  for (const [name, energyPj] of Object.entries(energyByAction)) {
    const [component] = splitAction(name);
    powers[component] = (powers[component] ?? 0) + energyPj / peUs / 1000;
  }
  return powers;
}

/** What of a machine is not as in EIE's chip, whose power and area Tables II and V give: only like is set beside like. */
export function unlikeEie(hardware: Pick<Chip, 'technologyNm' | 'clockHz'>): string[] {
  return [
    ...(hardware.technologyNm === 45 ? [] : [`${hardware.technologyNm} nm instead of 45 nm`]),
    ...(hardware.clockHz === 800e6 ? [] : [`${hardware.clockHz / 1e6} MHz instead of 800 MHz`]),
  ];
}
