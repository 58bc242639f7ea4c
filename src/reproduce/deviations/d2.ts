import type { Deviation } from './deviation.ts';

export const d2: Deviation = {
  number: 2,
  title: 'The cycle time of the sparse-matrix SRAM',
  cause:
    "The paper does not say which array its memory compiler gave. CACTI's own pick is slower than the clock, so the tool takes the cheapest array that fits it, read in a pipeline.",
  text: ({ ours }) => {
    const of = (what: string, choice: string) => ours(`eie/memories/sparse-matrix/${what}`, choice);
    return `The paper used the memory compiler of its foundry and does not say which array it took. CACTI's own pick for 128 KiB, 64 bits, 45 nm LSTP (least energy x
delay^2) begins an access every ${of('cycle-time', 'ed2').toFixed(2)} ns, the clock period at 800 MHz is 1.25 ns. A memory has no energy before an array of it is chosen, so the run takes the
array with the cheapest read whose cycle time fits the clock (\`memories.*.objective: clock\`): ${of('cycle-time', 'clock').toFixed(2)} ns and ${of('read', 'clock').toFixed(1)} pJ instead of ${of('read', 'ed2').toFixed(1)}, but an access lasts
${of('access-time', 'clock').toFixed(1)} ns, so it must be pipelined. The run warns where no array fits. \`objective: ed2\` gives CACTI's pick back.`;
  },
};
