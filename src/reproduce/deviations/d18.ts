import type { Deviation } from './deviation.ts';
import { cells } from './figures-text.ts';

export const d18: Deviation = {
  number: 18,
  title: 'The LeNets of Deep Compression (Tables 1 to 3)',
  cause:
    'Networks of another training are other networks: errors lie within the noise of 10,000 test images, and the recipe chooses widths of codes and indices of its own (4 and 8 bits where the paper has 6 and 5), which change bits and sizes layer by layer while the whole is smaller.',
  text: ({ ours, published }) => {
    const line = (network: string, title: string) => {
      const of = (what: string) => `deep-compression/table-1/${network}/${what}`;
      const pair = (what: string, digits: number) => `${ours(of(what)).toFixed(digits)} (${published(of(what))})`;
      return cells(
        title,
        pair('error-before', 2),
        pair('error-after', 2),
        pair('size-before', 0),
        pair('size-after', 1),
        pair('rate', 1),
      );
    };
    return `Means of the trainings in [reports](reports) (three seeds each, recipes \`lenet-300-100\` and \`lenet-5\`), the paper's figures in brackets:

| network | error before, % | error after, % | kB before | kB after | times smaller |
|-|-|-|-|-|-|
${line('lenet-300-100', 'LeNet-300-100')}
${line('lenet-5', 'LeNet-5')}

One standard error of a seed is 0.13 points for LeNet-300-100 and 0.09 for LeNet-5: 0.05 points of the paper are five images. Sizes are smaller than the paper's because codes of four bits are
enough behind retraining, and an index of eight bits needs hardly any padding zeros and takes no more than one of five behind Huffman coding. \`picojoule reproduce deep-compression\` has every layer.`;
  },
};
