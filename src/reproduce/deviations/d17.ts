import type { Deviation } from './deviation.ts';

export const d17: Deviation = {
  number: 17,
  title: "Horowitz's table and silicon of today",
  cause:
    'The table is of units alone at 45 nm. On a whole card an instruction costs its fetch, its scheduling and its registers too, 12 to 20 pJ whatever it computes; and a word of HBM costs less than one of the DRAM of 2014.',
  text: () => `Horowitz's table (ISSCC 2014) prices units alone at 45 nm: an int32 add of 0.1 pJ, an fp32 multiply of 3.7, a word of DRAM 640. \`picojoule reproduce horowitz\` sets beside it what
was measured in 2026 on an H100 and an H200 (configs/platforms), net of idle, by the counter of the whole card: 12.7 and 12.1 pJ for the add and the multiply on an H100, for an instruction
costs its fetch, its scheduling and its registers whatever it computes; and 540 pJ for a word of HBM, 45 multiplies and not 173. The tool's energy tables stay with the units: its machines
have no instructions.`,
};
