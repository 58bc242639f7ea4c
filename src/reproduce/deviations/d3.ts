import type { Deviation } from './deviation.ts';

export const d3: Deviation = {
  number: 3,
  title: 'VGG-6 does not fit the memories of the paper',
  cause:
    'VGG-6 needs more pointers and more entries a PE than the memories of the paper hold; the paper gives a time for it and does not say how it was stored. It is simulated as if it fitted.',
  text: () => `VGG-6 needs 25,089 pointers per PE; a pointer memory of 32 KiB holds 16,384 of 16 bits. Its fullest PE holds 100,886 entries, and a 16-bit pointer
(13 bits of line, 3 of entry) addresses 65,536. The paper gives a time for this layer and does not say how it was stored. The simulation runs it as if it
fitted, at the price of the configured memories.

NT-Wd has 8,791 outputs, 138 a PE, which has 64 accumulators; the paper does not say how it ran. The inputs of Alex-6 and VGG-6 (144 and 392 a PE) pass through the 64 source
registers in batches, as the paper says. The published figures are compared with runs as if all fitted (\`weights.overflow: warn\`, the default). With \`overflow: stream\` NT-Wd is
computed in three passes over its rows, each of which sends every input: 10,825 cycles instead of 10,715, three times the pointer reads, 6.46 uJ instead of 5.46 (18 % more;
30 % with CACTI's own picks, whose pointer read is dearer), with the same outputs; the batches of Alex-6 cost no cycle, because the PEs still work on their queues while the next one is
read; and VGG-6 fetches the pointers that do not fit from DRAM, which then takes 179 us.`,
};
