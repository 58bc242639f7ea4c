import { splitAction } from './action-name.ts';
import type { Category } from './energy-report.ts';

/** Category of the dynamic energy of each component. */
const CATEGORIES: Readonly<Record<string, Exclude<Category, 'leakage'>>> = {
  arithmeticUnit: 'arithmetic',
  pointers: 'sram',
  sparseMatrix: 'sram',
  activationMemory: 'sram',
  dram: 'dram',
  activationQueue: 'registers',
  codebook: 'registers',
  sourceActivations: 'registers',
  destinationActivations: 'registers',
  nonZeroDetection: 'control',
  broadcast: 'control',
  addressAccumulator: 'control',
  clockNetwork: 'control',
};

/** Components that can be charged. */
export const COMPONENTS: readonly string[] = Object.keys(CATEGORIES);

/** Category of `component.action`: leakage by its action, everything else by its component. */
export function categoryOf(name: string): Category {
  const [component, action] = splitAction(name);
  if (action === 'leakage') return 'leakage';
  const category = CATEGORIES[component];
  if (category === undefined) throw new Error(`component "${component}" has no category`);
  return category;
}
