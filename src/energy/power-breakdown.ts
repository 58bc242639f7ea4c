import { splitAction } from './action-name.ts';

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
  /** Power outside the PEs: non-zero detection, broadcast, DRAM. */
  readonly outsideMw: number;
  readonly chipMw: number;
  /** EIE (ISCA 2016) section VI: 590 mW. */
  readonly publishedChipMw: 590;
}

/**
 * Modules of EIE Table II: their components, their power, and their share of the clock network. Table II contains the clock network in its modules but does
 * not say how; it is taken in proportion to what of a module is not memory (derived in configs/energy/eie-table2.yaml).
 */
const MODULES = [
  { name: 'activation queue', components: ['activationQueue'], publishedMw: 0.112, clockShare: 0.02993 },
  { name: 'pointer read', components: ['pointers'], publishedMw: 1.807, clockShare: 0.09612 },
  { name: 'sparse-matrix read', components: ['sparseMatrix'], publishedMw: 4.955, clockShare: 0.26358 },
  {
    name: 'arithmetic unit',
    components: ['arithmeticUnit', 'codebook', 'addressAccumulator'],
    publishedMw: 1.162,
    clockShare: 0.31053,
  },
  {
    name: 'activation read/write',
    components: ['activationMemory', 'sourceActivations', 'destinationActivations'],
    publishedMw: 1.122,
    clockShare: 0.29984,
  },
] as const;

/** Kinds of EIE Table II. */
const KINDS = [
  { name: 'memory', components: ['pointers', 'sparseMatrix', 'activationMemory'], publishedMw: 5.416 },
  { name: 'clock network', components: ['clockNetwork'], publishedMw: 1.874 },
  {
    name: 'registers',
    components: ['activationQueue', 'sourceActivations', 'destinationActivations'],
    publishedMw: 1.026,
  },
  { name: 'combinational', components: ['arithmeticUnit', 'addressAccumulator', 'codebook'], publishedMw: 0.841 },
] as const;

/** Power by module and kind of a run: energy of its actions (`component.action` -> pJ) over its time, leakage included. */
export function powerBreakdown(
  energyByAction: Readonly<Record<string, number>>,
  timeUs: number,
  processingElements: number,
): PowerBreakdown {
  const powers = componentPowers(energyByAction, timeUs * processingElements);
  const sum = (components: readonly string[]): number => components.reduce((mw, name) => mw + (powers[name] ?? 0), 0);
  const clockMw = sum(['clockNetwork']);
  const total = sum(Object.keys(powers));
  const perElement = sum([...MODULES.flatMap((module) => module.components), 'clockNetwork']);
  return {
    byModule: MODULES.map(({ name, components, publishedMw, clockShare }) =>
      powerRow(name, sum(components), sum(components) + clockMw * clockShare, publishedMw),
    ),
    byKind: KINDS.map(({ name, components, publishedMw }) =>
      powerRow(name, sum(components), sum(components), publishedMw),
    ),
    outsideMw: (total - perElement) * processingElements,
    chipMw: total * processingElements,
    publishedChipMw: 590,
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
