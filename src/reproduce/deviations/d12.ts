import type { Deviation } from './deviation.ts';
import { cells } from './figures-text.ts';

export const d12: Deviation = {
  number: 12,
  title: 'Cycles of the first TPU (Jouppi et al., ISCA 2017, Table 3)',
  cause:
    'Sizes of layers are not published, the LSTMs are taken to need two passes a product, and stalls that the counters tell apart from these overlap with them.',
  text: ({ ours, published }) => {
    const row = (share: string) =>
      cells(
        share,
        ...['mlp0', 'mlp1', 'lstm0', 'lstm1'].map((program) => {
          const id = `tpu-v1/table-3/${program}/${share.replace(' ', '-')}`;
          return `${ours(id).toFixed(1)} / ${published(id)}`;
        }),
      );
    return `\`picojoule run tpu-v1 tpu-mlp0\` (mlp1; lstm0 and lstm1 on \`tpu-v1-int16\`), shares of all cycles in per cent, found / published:

| | MLP0, batch 200 | MLP1, 168 | LSTM0, 64 | LSTM1, 96 |
|-|-|-|-|-|
${['active', 'weight stall', 'weight shift'].map(row).join('\n')}

No figure of these rows goes in. What goes in: 256 x 256 multipliers, 700 MHz, tiles of 64 KiB at 34 GB/s, the batch, and the published share of non-matrix cycles (17.5, 31.9,
17.9, 10.3 %), which are not simulated: what is found is scaled to the rest. MLP0 and LSTM0 are within 0.6 points, the others within 2.9. Causes, as far as known:

- The sizes of the layers are not published. Layers of equal size with the published number of weights stand for them. Edges of tiles cost as much as full ones, so that sizes hardly
  matter, but the number of layers does: each waits for its first tile here, which the weight queue of the chip may have fetched already.
- The LSTMs are taken to need two passes a product (8 x 16 bit); their published TOPS are half of what their active cycles give. If a part of LSTM1's products needed one pass, its
  active share would be lower, as it is published.
- Table 3 counts cycles of the whole program; stalls for inputs and for read-after-write hazards overlap with the rows above by shares that it does not tell apart.
- Throughput (\`picojoule reproduce tpu-v1\`) follows from the active cycles where tiles are full. How far the tiles of the real layers are filled is not published: LSTM1's 2.8 TOPS are
  little more than half of what its published active cycles give.`;
  },
};
