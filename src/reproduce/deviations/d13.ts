import type { Deviation } from './deviation.ts';

export const d13: Deviation = {
  number: 13,
  title: 'The dense rungs of the ladder stay PEs of the EIE, the same as systolic arrays stand beside them',
  cause:
    'The ladder keeps one machine, so that each rung changes one idea; arrays would have no queues, broadcasts and registers of sums.',
  text: () => `\`picojoule ladder\` runs the dense rungs twice: as PEs of the EIE, which the gains of the next rungs are over, and as systolic arrays of as many multipliers (\`ladder/dense-fp32-array\`,
\`ladder/dense-int16-array\`: a row of 64, outputs stay), in a table of their own. On the EIE benchmark, energies in uJ:

| | time, us | arithmetic | SRAM | DRAM as a stream | all, stream | all, 640 pJ |
|-|-|-|-|-|-|-|
| rung 1, fp32 | 63,702 | 887 | 6,024 | 42,537 | 66,872 | 147,772 |
| the same as an array | 63,702 | 887 | 6,122 | 42,537 | 50,636 | 131,537 |
| rung 2, 16 bit | 31,851 | 129 | 3,012 | 21,269 | 28,712 | 69,162 |
| the same as an array | 31,851 | 129 | 3,110 | 21,269 | 24,703 | 65,153 |

Time, arithmetic and DRAM are equal to the last digit, SRAM is 1.6 and 3.3 % more (an array has no source registers, so that inputs are read for every 64 outputs). What differs is what
an EIE's PE has and an array has not: queue, registers of 64 sums and inputs, broadcast, and the clock of all of them. The ladder asks what each step of the paper saves on one machine,
so its rungs keep that machine: were the arrays the rungs, the step to rung 3 would gain 6.8 instead of 7.9 in energy, and its claim, a tenth of the weights, would be mixed with
that of another machine. Against an array the EIE saves 695 times the energy of rung 1 instead of 918; both stand in the report.`,
};
