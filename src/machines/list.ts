import { bankBalanced } from './bank-balanced/index.ts';
import { cambriconS } from './cambricon-s/index.ts';
import { cambriconX } from './cambricon-x/index.ts';
import { eie } from './eie/index.ts';
import { eyerissV2Pe } from './eyeriss-v2-pe/index.ts';
import { scnn } from './scnn/index.ts';
import { systolic } from './systolic/index.ts';

/**
 * Every machine; a new one is its folder and its name here. The bundle for browsers has the EIE, and loads another one when a config first names it: the build
 * makes that of these lines (scripts/engine-parts.mjs).
 */
export const MACHINES = {
  eie,
  systolic,
  'eyeriss-v2-pe': eyerissV2Pe,
  'bank-balanced': bankBalanced,
  'cambricon-x': cambriconX,
  'cambricon-s': cambriconS,
  scnn,
};

/** Names of all of them. */
export const NAMES: Readonly<Record<string, unknown>> = { ...MACHINES };

/** Loads the machine of that name where it is not here yet. */
export const arrived: (name: string) => Promise<void> = async () => {};
