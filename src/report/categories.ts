import { CATEGORIES, type Category } from '../machines/component.ts';

export { CATEGORIES as categories };

/** How a category is written for people. */
export const categoryTitles: Readonly<Record<Category, string>> = {
  arithmetic: 'arithmetic',
  sram: 'SRAM',
  dram: 'DRAM',
  registers: 'registers',
  control: 'control',
  leakage: 'leakage',
};
