import type { Category } from '../energy/energy-report.ts';

/** The categories of the record in the order of every table and chart: what is computed, what is fetched, the rest. */
export const categories = [
  'arithmetic',
  'sram',
  'dram',
  'registers',
  'control',
  'leakage',
] as const satisfies readonly Category[];

/** How a category is written for people. */
export const categoryTitles: Readonly<Record<Category, string>> = {
  arithmetic: 'arithmetic',
  sram: 'SRAM',
  dram: 'DRAM',
  registers: 'registers',
  control: 'control',
  leakage: 'leakage',
};
