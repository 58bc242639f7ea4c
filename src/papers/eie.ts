/**
 * Han et al., "EIE: Efficient Inference Engine on Compressed Deep Neural Network", ISCA 2016 (arXiv 1602.01528v2): its figures, once. Tables are as printed;
 * bars of Figs. 6 and 7 are the labels printed above them. Bars of Figs. 8, 9 and 11 to 13 have no labels and are not read off.
 */
export const PAPER = 'Han et al., EIE, ISCA 2016 (arXiv 1602.01528v2)';

export const LAYERS = ['Alex-6', 'Alex-7', 'Alex-8', 'VGG-6', 'VGG-7', 'VGG-8', 'NT-We', 'NT-Wd', 'NT-LSTM'] as const;
export type LayerName = (typeof LAYERS)[number];

/** A number for each of the nine layers, in their order. */
type Nine = readonly [number, number, number, number, number, number, number, number, number];

/** Table I: energy of an operation at 45 nm, pJ. */
export const TABLE_1 = {
  'int32 add': 0.1,
  'fp32 add': 0.9,
  'int32 multiply': 3.1,
  'fp32 multiply': 3.7,
  '32-bit read of 32 KiB SRAM': 5,
  '32-bit read of DRAM': 640,
} as const;

/** Table II: one PE, mW and um2; the clock network is in the modules too. */
export const TABLE_2 = {
  total: { powerMw: 9.157, areaUm2: 638_024 },
  modules: {
    'activation queue': { powerMw: 0.112, areaUm2: 758 },
    'pointer read': { powerMw: 1.807, areaUm2: 121_849 },
    'sparse-matrix read': { powerMw: 4.955, areaUm2: 469_412 },
    'arithmetic unit': { powerMw: 1.162, areaUm2: 3_110 },
    'activation read/write': { powerMw: 1.122, areaUm2: 18_934 },
  },
  kinds: {
    memory: { powerMw: 5.416, areaUm2: 594_786 },
    'clock network': { powerMw: 1.874, areaUm2: 866 },
    registers: { powerMw: 1.026, areaUm2: 9_465 },
    combinational: { powerMw: 0.841, areaUm2: 8_946 },
  },
  fillerUm2: 23_961,
  /** Section VI, of 64 PEs. */
  chip: { powerMw: 590, areaMm2: 40.8 },
} as const;

/** Table III: sizes, densities, and multiplications with a non-zero weight and input over all (FLOP). */
export const TABLE_3: Readonly<
  Record<
    LayerName,
    {
      readonly inputs: number;
      readonly outputs: number;
      readonly weights: number;
      readonly activations: number;
      readonly flop: number;
    }
  >
> = {
  'Alex-6': { inputs: 9216, outputs: 4096, weights: 0.09, activations: 0.351, flop: 0.03 },
  'Alex-7': { inputs: 4096, outputs: 4096, weights: 0.09, activations: 0.353, flop: 0.03 },
  'Alex-8': { inputs: 4096, outputs: 1000, weights: 0.25, activations: 0.375, flop: 0.1 },
  'VGG-6': { inputs: 25088, outputs: 4096, weights: 0.04, activations: 0.183, flop: 0.01 },
  'VGG-7': { inputs: 4096, outputs: 4096, weights: 0.04, activations: 0.375, flop: 0.02 },
  'VGG-8': { inputs: 4096, outputs: 1000, weights: 0.23, activations: 0.411, flop: 0.09 },
  'NT-We': { inputs: 4096, outputs: 600, weights: 0.1, activations: 1, flop: 0.1 },
  'NT-Wd': { inputs: 600, outputs: 8791, weights: 0.11, activations: 1, flop: 0.11 },
  'NT-LSTM': { inputs: 1201, outputs: 2400, weights: 0.1, activations: 1, flop: 0.11 },
};

/** Machines that Table IV measures, in its order. */
export const MEASURED_MACHINES = {
  cpu: 'CPU (Core i7-5930K)',
  gpu: 'GPU (Titan X)',
  mgpu: 'mobile GPU (Tegra K1)',
} as const;
export type MeasuredMachine = keyof typeof MEASURED_MACHINES;

interface Timed {
  readonly batch1: { readonly dense: Nine; readonly sparse: Nine };
  readonly batch64: { readonly dense: Nine; readonly sparse: Nine };
}

/** Table IV: wall-clock time of one input, us. */
export const TABLE_4: Readonly<Record<MeasuredMachine, Timed>> & {
  readonly eie: { readonly theoretical: Nine; readonly actual: Nine };
} = {
  cpu: {
    batch1: {
      dense: [7516.2, 6187.1, 1134.9, 35022.8, 5372.8, 774.2, 605.0, 1361.4, 470.5],
      sparse: [3066.5, 1282.1, 890.5, 3774.3, 545.1, 777.3, 261.2, 437.4, 260.0],
    },
    batch64: {
      dense: [318.4, 188.9, 45.8, 1056.0, 188.3, 45.7, 28.7, 69.0, 28.8],
      sparse: [1417.6, 682.1, 407.7, 1780.3, 274.9, 363.1, 117.7, 176.4, 107.4],
    },
  },
  gpu: {
    batch1: {
      dense: [541.5, 243.0, 80.5, 1467.8, 243.0, 80.5, 65, 90.1, 51.9],
      sparse: [134.8, 65.8, 54.6, 167.0, 39.8, 48.0, 17.7, 41.1, 18.5],
    },
    batch64: {
      dense: [19.8, 8.9, 5.9, 53.6, 8.9, 5.9, 3.2, 2.3, 2.5],
      sparse: [94.6, 51.5, 23.2, 121.5, 24.4, 22.0, 10.9, 11.0, 9.0],
    },
  },
  mgpu: {
    batch1: {
      dense: [12437.2, 5765.0, 2252.1, 35427.0, 5544.3, 2243.1, 1316, 2565.5, 956.9],
      sparse: [2879.3, 1256.5, 837.0, 4377.2, 626.3, 745.1, 240.6, 570.6, 315],
    },
    batch64: {
      dense: [1663.6, 2056.8, 298.0, 2001.4, 2050.7, 483.9, 87.8, 956.3, 95.2],
      sparse: [4003.9, 1372.8, 576.7, 8024.8, 660.2, 544.1, 236.3, 187.7, 186.5],
    },
  },
  eie: {
    theoretical: [28.1, 11.7, 8.9, 28.1, 7.9, 7.3, 5.2, 13.0, 6.5],
    actual: [30.3, 12.2, 9.9, 34.4, 8.7, 8.4, 8.0, 13.9, 7.5],
  },
};

/** Table V, FC7 of AlexNet. */
export const TABLE_5 = {
  machines: {
    'Core-i7 5930K': {
      type: 'CPU',
      technologyNm: 22,
      clockMhz: 3500,
      memory: 'DRAM',
      areaMm2: 356,
      powerW: 73,
      framesPerSecond: 162,
      framesPerJoule: 2.22,
    },
    'GeForce Titan X': {
      type: 'GPU',
      technologyNm: 28,
      clockMhz: 1075,
      memory: 'DRAM',
      areaMm2: 601,
      powerW: 159,
      framesPerSecond: 4115,
      framesPerJoule: 25.9,
    },
    'Tegra K1': {
      type: 'mobile GPU',
      technologyNm: 28,
      clockMhz: 852,
      memory: 'DRAM',
      areaMm2: null,
      powerW: 5.1,
      framesPerSecond: 173,
      framesPerJoule: 33.9,
    },
    'A-Eye': {
      type: 'FPGA',
      technologyNm: 28,
      clockMhz: 150,
      memory: 'DRAM',
      areaMm2: null,
      powerW: 9.63,
      framesPerSecond: 33,
      framesPerJoule: 3.43,
    },
    DaDianNao: {
      type: 'ASIC',
      technologyNm: 28,
      clockMhz: 606,
      memory: 'eDRAM',
      areaMm2: 67.7,
      powerW: 15.97,
      framesPerSecond: 147_938,
      framesPerJoule: 9263,
    },
    TrueNorth: {
      type: 'ASIC',
      technologyNm: 28,
      clockMhz: null,
      memory: 'SRAM',
      areaMm2: 430,
      powerW: 0.18,
      framesPerSecond: 1989,
      framesPerJoule: 10_839,
    },
  },
  eie: [
    {
      name: '64 PEs, 45 nm, 800 MHz',
      slug: '64-pes',
      areaMm2: 40.8,
      powerW: 0.59,
      framesPerSecond: 81_967,
      framesPerSecondPerMm2: 2009,
      framesPerJoule: 138_927,
    },
    {
      name: '256 PEs, 28 nm, 1200 MHz',
      slug: '256-pes',
      areaMm2: 63.8,
      powerW: 2.36,
      framesPerSecond: 426_230,
      framesPerSecondPerMm2: 6681,
      framesPerJoule: 180_606,
    },
  ],
} as const;

/** Bars of Figs. 6 and 7, in the order of the figures; the tenth is the geometric mean. */
export const BARS = {
  'CPU, compressed': ['cpu', 'sparse'],
  'GPU, dense': ['gpu', 'dense'],
  'GPU, compressed': ['gpu', 'sparse'],
  'mobile GPU, dense': ['mgpu', 'dense'],
  'mobile GPU, compressed': ['mgpu', 'sparse'],
} as const satisfies Readonly<Record<string, readonly [MeasuredMachine, 'dense' | 'sparse']>>;

/** Fig. 6: speed-up over the CPU with dense weights, batch 1. */
export const FIGURE_6: Readonly<Record<keyof typeof BARS | 'EIE', readonly [...Nine, number]>> = {
  'CPU, compressed': [2, 5, 1, 9, 10, 1, 2, 3, 2, 3],
  'GPU, dense': [14, 25, 14, 24, 22, 10, 9, 15, 9, 15],
  'GPU, compressed': [56, 94, 21, 210, 135, 16, 34, 33, 25, 48],
  'mobile GPU, dense': [0.6, 1.1, 0.5, 1.0, 1.0, 0.3, 0.5, 0.5, 0.5, 0.6],
  'mobile GPU, compressed': [3, 5, 1, 8, 9, 1, 3, 2, 1, 3],
  EIE: [248, 507, 115, 1018, 618, 92, 63, 98, 60, 189],
};

/** Fig. 7: energy efficiency over the CPU with dense weights, batch 1. */
export const FIGURE_7: Readonly<Record<keyof typeof BARS | 'EIE', readonly [...Nine, number]>> = {
  'CPU, compressed': [5, 9, 3, 17, 20, 2, 6, 6, 4, 6],
  'GPU, dense': [7, 12, 7, 10, 10, 5, 6, 6, 5, 7],
  'GPU, compressed': [26, 37, 10, 78, 61, 8, 25, 14, 15, 23],
  'mobile GPU, dense': [10, 15, 7, 13, 14, 5, 8, 7, 7, 9],
  'mobile GPU, compressed': [37, 59, 18, 101, 102, 14, 39, 25, 20, 36],
  EIE: [34_522, 61_533, 14_826, 119_797, 76_784, 11_828, 9_485, 10_904, 8_053, 24_207],
};

/** Power that the bars of Fig. 7 were made with: 600 mW (the abstract), not the 590 mW of section VI; with it they follow from Table IV to 0.01 %. */
export const FIGURE_7_POWER_W = 0.6;

/** Power of the CPU with dense weights, batch 1, W: Deep Compression (ICLR 2016), Table 9. Of the NeuralTalk layers it is not published. */
export const CPU_POWER_W: Readonly<Partial<Record<LayerName, number>>> = {
  'Alex-6': 83.5,
  'Alex-7': 72.8,
  'Alex-8': 77.6,
  'VGG-6': 70.6,
  'VGG-7': 74.6,
  'VGG-8': 77.0,
};

/** Fig. 10: accuracy of AlexNet (top-5) and energy of a multiply against that of 16-bit fixed point. */
export const FIGURE_10 = {
  accuracy: { fp32: 80.3, int16: 79.8, int8: 53 },
  multiplyOverInt16: { fp32: 6.2, int32: 5 },
} as const;

/** Introduction: what each idea saves, and zero activations in section VI. */
export const SAVINGS = {
  'SRAM for DRAM': 120,
  sparsity: 10,
  'weight sharing': 8,
  'zero activations': 3,
} as const;

/**
 * The one layer that the authors published (github RalphMao/EIE-simulator: AlexNet fc8 with its input) on their own simulator with its C++ semantics, compiled and
 * run here, not by the paper: cycles and row reads. A queue of B holds B - 1 items.
 */
export const AUTHORS_LAYER = {
  entriesOfActiveColumns: 453_748,
  pointerReads: 112_640,
  cyclesByQueue: { 2: 10_194, 4: 8_386, 8: 7_926, 16: 7_794, 32: 7_794 },
  readsByWidthBits: { 16: 258_386, 32: 158_921, 64: 100_900, 128: 60_396, 256: 32_551, 512: 16_468 },
  cyclesByProcessingElements: { 4: 116_350, 8: 58_446, 16: 30_001, 32: 15_162, 64: 7_926, 128: 4_392, 256: 2_689 },
} as const;
