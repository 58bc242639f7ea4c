import { PAPER } from '../../papers/eie.ts';
import { authorsLayer } from '../eie/authors-layer-section.ts';
import { eieRuns } from '../eie/eie-runs.ts';
import { figure6, figure7 } from '../eie/figures-6-7.ts';
import { figure8, figure9, figure10, figures11to13 } from '../eie/figures-8-13.ts';
import { memories } from '../eie/memories.ts';
import { memoryOverArithmetic } from '../eie/memory-over-arithmetic.ts';
import { savings } from '../eie/savings.ts';
import { table1 } from '../eie/table-1.ts';
import { table2 } from '../eie/table-2.ts';
import { table3 } from '../eie/table-3.ts';
import { table4 } from '../eie/table-4.ts';
import { table5 } from '../eie/table-5.ts';
import type { PaperDocument } from '../paper-document.ts';

const SECTIONS = [
  savings,
  table1,
  memories,
  table2,
  memoryOverArithmetic,
  table3,
  table4,
  figure6,
  figure7,
  figure8,
  figure9,
  figure10,
  figures11to13,
  table5,
  authorsLayer,
];

/** EIE: every table, and every figure that can be computed. */
export const eie: PaperDocument = {
  name: 'eie',
  title: 'EIE, recomputed',
  paper: PAPER,
  data: [
    {
      file: 'fc8',
      option: 'fc8',
      what: 'the authors’ AlexNet fc8: a folder with act.dat, arithm.dat, ptr/ and spm/',
      where: 'data of github.com/RalphMao/EIE-simulator',
      without: 'Table II takes what was counted in it before; its own section is left out',
    },
    {
      file: 'alexnet',
      option: 'alexnet',
      what: 'AlexNet_compressed.net, with --alexnet-prototxt',
      where: 'github.com/songhan/Deep-Compression-AlexNet; deploy.prototxt of bvlc_alexnet',
      without: 'of the real layers only Alex-8 stands in Table IV',
    },
  ],
  takes: 'nine layers twice, 26 points of sweeps, seven machines of the ladder: some ten seconds',
  machine: 'eie-64pe',
  sections: (asked) => {
    const runs = eieRuns(asked);
    return SECTIONS.map((section) => () => section(runs));
  },
};
