import { basename } from 'node:path';
import type { Chip } from '../../config/chip.ts';
import { multipliersOf } from '../../machines/index.ts';
import type { SweepAxis } from './sweep.ts';
import type { SweptMachine } from './swept-machines.ts';

/** What machines should have in common to be compared, and the axes that decide it. */
const COMMON: readonly (readonly [string, RegExp, (hardware: Chip) => string | number])[] = [
  ['multipliers', /^processingElements$|^array\./, multipliersOf],
  ['technology', /^technology$/, ({ technologyNm }) => `${technologyNm} nm`],
  ['clock', /^clock$/, ({ clockHz }) => `${clockHz / 1e6} MHz`],
  ['arithmetic', /^arithmetic\./, ({ arithmetic: { weight, activation } }) => `${weight} x ${activation}`],
  ['energy table', /^energy\.table$/, ({ energy: { tableFile } }) => basename(tableFile)],
];

/** A sentence where the machines of a sweep differ in what they should have in common to be compared. */
export function unequal(machines: readonly SweptMachine[], axes: readonly SweepAxis[]): string[] {
  const found = COMMON.flatMap(([what, decider, of]) => {
    if (axes.some(({ name }) => decider.test(name))) return [];
    const values = machines.map(({ hardware }) => of(hardware));
    return new Set(values).size > 1 ? [`${what} (${values.join(', ')})`] : [];
  });
  if (found.length === 0) return [];
  return [`the machines differ in ${found.join(', ')}: \`picojoule machines\` puts them on a common footing`];
}
