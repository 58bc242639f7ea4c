import type { Deviation } from './deviation.ts';

export const d7: Deviation = {
  number: 7,
  title: "What the ladder's rungs save",
  cause:
    'One in ten and 5 pJ are round numbers of the paper; indices, padding zeros and pointers are stored and fetched too, and a stream of whole rows costs less than a flat 640 pJ a word.',
  text: ({ ours }) => {
    const factor = (id: string, choice: string, decimals = 1) =>
      `${ours(`eie/savings/${id}`, choice).toFixed(decimals)}x`;
    const same = (id: string, decimals = 1) => factor(id, 'same', decimals);
    const flat = (id: string, decimals = 1) => factor(id, 'memoryFlat', decimals);
    const stream = (id: string, decimals = 1) => factor(id, 'memoryStream', decimals);
    return `Each of the paper's claims is of a quantity of its own; \`picojoule ladder\` on the benchmark puts them beside the same quantity here, and tells what the step changes besides
(gains over the rung before, memory energy with DRAM at 640 pJ per 32 bits, and as an LPDDR3 stream):

| step | paper | here | of what | memory, flat | memory, stream | cause |
|-|-|-|-|-|-|-|
| sparsity | 10x | ${same('sparsity')} | weights that are multiplied | ${flat('sparsity')} | ${stream('sparsity')} | one in ten is a round number: VGG-6 keeps 4 %. Of memory it is less, because indices, padding zeros and column pointers are stored and fetched too |
| weight sharing | 8x | ${same('weight-sharing')} | memory energy of dense weights, 32 to 4 bits | ${flat('weight-sharing')} | ${stream('weight-sharing')} | on the ladder 2x of it is the rung from fp32 to 16 bits, and the index of four bits stays |
| SRAM for DRAM | 120x | ${same('sram-for-dram', 0)} | one access of 32 bits: 640 pJ over 32 KiB of SRAM | ${flat('sram-for-dram', 0)} | ${stream('sram-for-dram', 0)} | CACTI has ${ours('eie/table-1/32-bit-read-of-32-kib-sram').toFixed(1)} pJ where EIE Table I has 5. On the ladder the memory is 128 KiB, pointers are read besides, and a stream of whole rows costs 6.9 pJ a bit, not 20 |
| zero activations | 3x | ${same('zero-activations')} | cycles (${(100 * (1 - 1 / ours('eie/savings/zero-activations'))).toFixed(1)} % saved; the paper 65.1 %) | ${flat('zero-activations')} | ${stream('zero-activations')} | entries of skipped columns share lines with the others |`;
  },
};
