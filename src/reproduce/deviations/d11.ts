import { TABLE_5 } from '../../papers/eie.ts';
import type { Deviation } from './deviation.ts';
import { cells, thousands } from './figures-text.ts';

export const d11: Deviation = {
  number: 11,
  title: 'Throughput, power and area beside other machines (Table V)',
  cause:
    'The densities of Table III are 6 % more work than the theoretical time of Table IV; at 256 PEs the paper multiplies by factors where this simulates and prices at 28 nm.',
  text: ({ ours }) => {
    const rows = TABLE_5.eie.map(({ name, slug, framesPerSecond, powerW, areaMm2 }) => {
      const of = (what: string) => ours(`eie/table-5/${slug}/${what}`);
      return cells(
        name,
        thousands(of('throughput')),
        thousands(framesPerSecond),
        of('power').toPrecision(3),
        powerW,
        of('area').toFixed(1),
        areaMm2,
      );
    });
    return `\`picojoule sweep eie-table5\`: FC7 of AlexNet (Alex-7 of eie-benchmark).

| machine | frames/s | paper | power W | paper | area mm2 | paper |
|-|-|-|-|-|-|-|
${rows.join('\n')}

64 PEs: Table III's densities are 6 % more work than the theoretical time of Table IV (D1). 256 PEs: the paper multiplies (426,230 is 5.2 times 81,967: 3.25 for the PEs, 1.6 for
the clock, although the table says 1200 MHz; 2.36 W is 4 times 0.59); here four times the PEs take 27 % of the cycles. Power at 28 nm: SRAM follows
the published ratio of 45 to 7 nm, which falls slower than the paper's factor (it takes a PE of 28 nm at 1.6 times the clock for one of 45 nm), and its area the published bit
cells, where the paper scales the area of a PE by 2.56. Power and area at 45 nm: D4 and D6.`;
  },
};
