import { slug } from '../section.ts';
import type { Deviation } from './deviation.ts';
import { cells } from './figures-text.ts';

const FULLY_CONNECTED = [
  ...['fc6', 'fc7', 'fc8'].map((layer) => ['table-4', 'AlexNet', layer] as const),
  ...['fc6', 'fc7', 'fc8'].map((layer) => ['table-5', 'VGG-16', layer] as const),
];

export const d10: Deviation = {
  number: 10,
  title: 'Bits per weight and index (Deep Compression, Tables 4 and 5)',
  cause:
    "The authors' weights were trained again after pruning; random ones of the same density have gaps of a geometric distribution, while zeros of layers behind feature maps cluster.",
  text: ({ ours, published }) => {
    const rows = FULLY_CONNECTED.map(([table, network, layer]) => {
      const cell = (what: string) => {
        const id = `deep-compression/${table}/${layer}/${slug(what)}`;
        return `${ours(id, 'random').toFixed(2)} (${published(id)})`;
      };
      return cells(
        `${network} ${layer}`,
        cell('bits per weight'),
        cell('bits per index'),
        cell('size'),
        cell('size with Huffman'),
      );
    });
    return `The authors' weights were trained again after pruning and are not public. Random weights (Laplacian, the paper's densities, 5-bit codes, one index along the
whole column) give, with the paper's figures in brackets; bits after Huffman coding, size in % of fp32 without and with it:

| layer | bits per weight | bits per index | size | size with Huffman |
|-|-|-|-|-|
${rows.join('\n')}

Bits per index are those of a geometric distribution of gaps, and the paper's too, but for fc6: its inputs are feature maps, its zeros cluster, and its gaps are
shorter. Bits per weight lie within half a bit: the values of weights that were trained again are a little more unequal than a Laplacian's tail. Padding zeros
are counted here (28 % more entries at 9 % and four bits); the paper does not say whether its sizes hold them.`;
  },
};
