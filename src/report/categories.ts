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

/** The components of each category, in the order in which charts stack them. */
export const componentsByCategory: Readonly<Record<Exclude<Category, 'leakage'>, readonly string[]>> = {
  arithmetic: ['arithmeticUnit'],
  sram: ['sparseMatrix', 'pointers', 'activationMemory'],
  dram: ['dram'],
  registers: ['activationQueue', 'codebook', 'sourceActivations', 'destinationActivations'],
  control: ['nonZeroDetection', 'broadcast', 'addressAccumulator', 'clockNetwork'],
};

/** The category of `component.action`; undefined for a component that this list does not know. */
export function categoryOf(component: string, action: string): Category | undefined {
  if (action === 'leakage') return 'leakage';
  return categories.find((category) => category !== 'leakage' && componentsByCategory[category].includes(component));
}
