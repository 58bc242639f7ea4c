/** Han et al., "Deep Compression", ICLR 2016 (arXiv 1510.00149v5): its figures, once. */
export const PAPER = 'Han et al., Deep Compression, ICLR 2016 (arXiv 1510.00149v5)';

/** A row of Tables 2 to 5: bits of a weight and of an index, and size in per cent of fp32, behind quantization (P+Q) and behind Huffman coding (P+Q+H). */
export interface CompressedRow {
  /** As printed. */
  readonly weights: string;
  readonly keptPercent: number;
  readonly weightBits: number;
  readonly huffmanWeightBits: number;
  readonly indexBits: number;
  readonly huffmanIndexBits: number;
  readonly sizePercent: number;
  readonly huffmanPercent: number;
}

function row(weights: string, ...numbers: readonly number[]): CompressedRow {
  const [keptPercent, weightBits, huffmanWeightBits, indexBits, huffmanIndexBits, sizePercent, huffmanPercent] =
    numbers;
  return {
    weights,
    keptPercent,
    weightBits,
    huffmanWeightBits,
    indexBits,
    huffmanIndexBits,
    sizePercent,
    huffmanPercent,
  };
}

/** Tables 2 to 5, layer by layer; the layers of the LeNets are named as here. */
export const TABLES = {
  'LeNet-300-100': {
    fc1: row('235K', 8, 6, 4.4, 5, 3.7, 3.1, 2.32),
    fc2: row('30K', 9, 6, 4.4, 5, 4.3, 3.8, 3.04),
    fc3: row('1K', 26, 6, 4.3, 5, 3.2, 15.7, 12.7),
    total: row('266K', 8, 6, 5.1, 5, 3.7, 3.1, 2.49),
  },
  'LeNet-5': {
    conv1: row('0.5K', 66, 8, 7.2, 5, 1.5, 78.5, 67.45),
    conv2: row('25K', 12, 8, 7.2, 5, 3.9, 6.0, 5.28),
    fc1: row('400K', 8, 5, 4.5, 5, 4.5, 2.7, 2.45),
    fc2: row('5K', 19, 5, 5.2, 5, 3.7, 6.9, 6.13),
    total: row('431K', 8, 5.3, 4.1, 5, 4.4, 3.05, 2.55),
  },
  AlexNet: {
    conv1: row('35K', 84, 8, 6.3, 4, 1.2, 32.6, 20.53),
    conv2: row('307K', 38, 8, 5.5, 4, 2.3, 14.5, 9.43),
    conv3: row('885K', 35, 8, 5.1, 4, 2.6, 13.1, 8.44),
    conv4: row('663K', 37, 8, 5.2, 4, 2.5, 14.1, 9.11),
    conv5: row('442K', 37, 8, 5.6, 4, 2.5, 14.0, 9.43),
    fc6: row('38M', 9, 5, 3.9, 4, 3.2, 3.0, 2.39),
    fc7: row('17M', 9, 5, 3.6, 4, 3.7, 3.0, 2.46),
    fc8: row('4M', 25, 5, 4, 4, 3.2, 7.3, 5.85),
    total: row('61M', 11, 5.4, 4, 4, 3.2, 3.7, 2.88),
  },
  'VGG-16': {
    conv1_1: row('2K', 58, 8, 6.8, 5, 1.7, 40.0, 29.97),
    conv1_2: row('37K', 22, 8, 6.5, 5, 2.6, 9.8, 6.99),
    conv2_1: row('74K', 34, 8, 5.6, 5, 2.4, 14.3, 8.91),
    conv2_2: row('148K', 36, 8, 5.9, 5, 2.3, 14.7, 9.31),
    conv3_1: row('295K', 53, 8, 4.8, 5, 1.8, 21.7, 11.15),
    conv3_2: row('590K', 24, 8, 4.6, 5, 2.9, 9.7, 5.67),
    conv3_3: row('590K', 42, 8, 4.6, 5, 2.2, 17.0, 8.96),
    conv4_1: row('1M', 32, 8, 4.6, 5, 2.6, 13.1, 7.29),
    conv4_2: row('2M', 27, 8, 4.2, 5, 2.9, 10.9, 5.93),
    conv4_3: row('2M', 34, 8, 4.4, 5, 2.5, 14.0, 7.47),
    conv5_1: row('2M', 35, 8, 4.7, 5, 2.5, 14.3, 8.0),
    conv5_2: row('2M', 29, 8, 4.6, 5, 2.7, 11.7, 6.52),
    conv5_3: row('2M', 36, 8, 4.6, 5, 2.3, 14.8, 7.79),
    fc6: row('103M', 4, 5, 3.6, 5, 3.5, 1.6, 1.1),
    fc7: row('17M', 4, 5, 4, 5, 4.3, 1.5, 1.25),
    fc8: row('4M', 23, 5, 4, 5, 3.4, 7.1, 5.24),
    total: row('138M', 7.5, 6.4, 4.1, 5, 3.1, 3.2, 2.05),
  },
} as const;

/** Table 1: errors in per cent before and after, sizes in kilobytes, and how many times smaller. */
export const TABLE_1 = {
  'LeNet-300-100': { top1: [1.64, 1.58], sizeKb: [1070, 27], rate: 40 },
  'LeNet-5': { top1: [0.8, 0.74], sizeKb: [1720, 44], rate: 39 },
  AlexNet: { top1: [42.78, 42.78], top5: [19.73, 19.7], sizeKb: [240_000, 6_900], rate: 35 },
  'VGG-16': { top1: [31.5, 31.17], top5: [11.32, 10.91], sizeKb: [552_000, 11_300], rate: 49 },
} as const;

/** Fig. 1 and section 5: times smaller behind pruning, with quantization, with Huffman coding. */
export const STAGE_RATES = {
  'LeNet-300-100': [12, 32, 40],
  'LeNet-5': [12, 33, 39],
} as const;
