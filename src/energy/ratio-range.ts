import type { Chip } from '../config/chip.ts';
import type { EnergyTable } from '../config/energy/energy-table.ts';
import type { SramMemory } from '../config/memories.ts';
import type { Component } from '../machines/component.ts';
import { machineOf } from '../machines/index.ts';
import { charge } from './charge.ts';
import type { EnergyReport } from './energy-report.ts';
import { priceCounts } from './price-actions.ts';
import { roundPrice } from './round-price.ts';

/** How far memory over arithmetic moves with what one can choose in good faith and no measurement decides. */
export interface RatioRange {
  readonly low: number;
  readonly high: number;
  /** The choices that make them. */
  readonly lowest: string;
  readonly highest: string;
}

const DEVICES = ['lstp', 'hp', 'lop'] as const;
const OBJECTIVES = ['clock', 'ed2'] as const;

/** What counts as arithmetic: the category of the record, or all that EIE Table II counts in its arithmetic unit. */
const ARITHMETIC: Readonly<Record<string, (part: Component<never>) => boolean>> = {
  'multiplies and additions': ({ category }) => category === 'arithmetic',
  'the whole arithmetic unit, codebook and addresses with it': ({ category, powerTable }) =>
    category === 'arithmetic' || powerTable?.module === 'arithmetic unit',
};

/**
 * Memory over arithmetic (dynamic energy) of counted actions, over the device type of the memories, which array is theirs, and what counts as arithmetic.
 * undefined where nothing is multiplied.
 */
export function ratioRange(
  hardware: Chip,
  table: EnergyTable,
  actionCounts: Readonly<Record<string, number>>,
): RatioRange | undefined {
  const components = machineOf(hardware).components as readonly Component<never>[];
  const ratios = machines(hardware).flatMap(([machine, memories]) => {
    const { byComponent, sram, dram } = dynamicEnergy(machine, table, actionCounts);
    return Object.entries(ARITHMETIC).flatMap(([words, counts]) => {
      const arithmetic = components.filter(counts).reduce((sum, { name }) => sum + (byComponent[name] ?? 0), 0);
      const choice = `${memories}, arithmetic is ${words}`;
      return arithmetic === 0 ? [] : [{ ratio: (sram + dram) / arithmetic, choice }];
    });
  });
  if (ratios.length === 0) return undefined;
  const least = ratios.reduce((a, b) => (b.ratio < a.ratio ? b : a));
  const most = ratios.reduce((a, b) => (b.ratio > a.ratio ? b : a));
  return {
    low: roundPrice(least.ratio),
    high: roundPrice(most.ratio),
    lowest: least.choice,
    highest: most.choice,
  };
}

/** The machine as it is, and with other memories; each with words for them. */
function machines(hardware: Chip): readonly (readonly [Chip, string])[] {
  const others = DEVICES.flatMap((device) =>
    OBJECTIVES.map(
      (objective) =>
        [withMemories(hardware, { device, objective }), `${device} memories, objective ${objective}`] as const,
    ),
  );
  return [[hardware, 'memories as configured'], ...others];
}

/** The machine with all its SRAM of one device type and objective. */
function withMemories(hardware: Chip, change: Partial<SramMemory>): Chip {
  const memories = Object.fromEntries(
    Object.entries(hardware.memories ?? {}).map(([name, memory]) => [
      name,
      memory.kind === 'sram' ? { ...memory, ...change } : memory,
    ]),
  );
  return { ...hardware, memories };
}

function dynamicEnergy(
  hardware: Chip,
  table: EnergyTable,
  actionCounts: Readonly<Record<string, number>>,
): EnergyReport {
  const dynamic = Object.fromEntries(Object.entries(actionCounts).filter(([name]) => !name.endsWith('.leakage')));
  return charge(dynamic, priceCounts(hardware, table, [{ name: '', actionCounts: dynamic }]).byName);
}
