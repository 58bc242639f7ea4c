import type { Provenance } from '../config/energy/energy-table.ts';
import type { Category } from '../machines/component.ts';

export type { Provenance };

/** How a figure came about that was interpolated or scaled from others: what was assumed stays assumed. */
export function derived(how: 'interpolated' | 'scaled', ...from: readonly Provenance[]): Provenance {
  return from.includes('assumed') ? 'assumed' : how;
}

/** What one action of one component costs on this machine. Prices are rounded to 9 significant digits. */
export interface ActionPrice {
  readonly component: string;
  readonly action: string;
  readonly energyPj: number;
  readonly source: string;
  readonly provenance: Provenance;
  /** In one word or two by which rule the figure came to this machine, where there are several; prices of two rules are not to be compared lightly. */
  readonly rule?: string;
}

/** Energy of one layer, in pJ; total = sum of categories = sum of byComponent = sum of byAction. */
export interface EnergyReport extends Readonly<Record<Category, number>> {
  readonly total: number;
  /** A leakage action lies under its component. */
  readonly byComponent: Readonly<Record<string, number>>;
  /** `component.action` -> pJ. */
  readonly byAction: Readonly<Record<string, number>>;
}

/** How many times as much dynamic energy goes into SRAM and DRAM as into arithmetic; null where nothing was multiplied. */
export function memoryToArithmetic({
  arithmetic,
  sram,
  dram,
}: Pick<EnergyReport, 'arithmetic' | 'sram' | 'dram'>): number | null {
  return arithmetic === 0 ? null : (sram + dram) / arithmetic;
}
