import { type Category, inStackingOrder } from '../../machines/component.ts';
import { knownComponents } from '../../machines/known/known-components.ts';

/**
 * One hue a category (after Okabe and Ito, Color Universal Design, 2008), so that arithmetic and memory stay apart for every
 * kind of colour vision and, by lightness, in grey.
 */
export const categoryColours: Readonly<Record<Category, string>> = {
  arithmetic: '#d55e00',
  sram: '#0072b2',
  dram: '#5b2a6e',
  registers: '#009e73',
  control: '#e3b505',
  leakage: '#8c8c8c',
};

/** Colours of the components of all machines in stacking order: a component has the same colour in every chart. */
export const componentColours: Readonly<Record<string, string>> = Object.fromEntries([
  ...inStackingOrder([...knownComponents().values()]).map(({ name, colour }) => [name, colour]),
  ['leakage', categoryColours.leakage],
]);

/** For a component that no list knows, and for small ones taken together. */
export const otherColour = '#cfcfcf';

/** Colours for series that are neither component nor category, in this order (Okabe and Ito, without yellow: too light for lines). */
export const seriesColours = [
  '#0072b2',
  '#d55e00',
  '#009e73',
  '#cc79a7',
  '#56b4e9',
  '#e69f00',
  '#000000',
  '#8c6d1f',
  '#5b2a6e',
] as const;

/** Published reference values are drawn faint behind our own. */
export const referenceColour = '#9a9a9a';
