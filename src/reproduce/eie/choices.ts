import type { Choice } from '../record.ts';

/** Which of the arrays that a memory could be is taken. */
export const CLOCK: Choice = {
  name: 'clock',
  title: 'fits the clock',
  meaning:
    'memories are the arrays with the cheapest read whose cycle time fits the clock; taken by default, and chosen knowing the numbers of the paper: it is the rule that explains most of them',
};

export const ED2: Choice = {
  name: 'ed2',
  title: 'ED2',
  meaning: "memories are CACTI's own pick of every array (least energy x delay^2), whatever the clock",
};

export const ED2_EVERY_EIGHTH: Choice = {
  name: 'ed2EveryEighth',
  title: 'ED2, once in 8 cycles',
  meaning:
    "CACTI's own pick, and both memories read once in eight cycles, as a sentence of section VI says, instead of as often as the layer reads them",
};

/** Which layers stand for those of the authors. */
export const TABLE_III: Choice = {
  name: 'tableIII',
  title: 'Table III',
  meaning:
    'layers drawn at random with the sizes and densities of Table III, filled evenly; taken by default: no figure of Table IV goes in',
};

export const TABLE_IV: Choice = {
  name: 'tableIV',
  title: 'work of Table IV',
  meaning:
    "layers with as many entries as Table IV's theoretical time says, as unevenly filled as the authors' own layer; one published figure a layer goes in, none of the actual times",
};

export const REAL: Choice = {
  name: 'real',
  title: 'real layer',
  meaning: "the authors' own layers, where they are at hand",
};
