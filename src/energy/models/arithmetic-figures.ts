import type { Provenance } from '../energy-report.ts';

/** One published figure: energy of an operation in a format at a node, and its area at 45 nm where one is known. */
export interface ArithmeticFigure {
  readonly energyPj: number;
  readonly source: string;
  readonly provenance: Provenance;
  readonly areaUm2?: number;
}

export const OPERATIONS = ['add', 'multiply'] as const;
export type Operation = (typeof OPERATIONS)[number];
export type FigureTable = Readonly<Record<Operation, Readonly<Record<string, ArithmeticFigure>>>>;

const HOROWITZ = 'Horowitz, ISSCC 2014, 45 nm 0.9 V';
const TPU = 'Jouppi et al., ISCA 2021 (TPUv4i) Table 2, 7 nm';

function published(source: string, energyPj: number, areaUm2?: number): ArithmeticFigure {
  return { energyPj, source, provenance: 'published', ...(areaUm2 === undefined ? {} : { areaUm2 }) };
}

/** 45 nm, 0.9 V. */
export const FIGURES_45NM: FigureTable = {
  add: {
    int4: {
      energyPj: 0.018,
      areaUm2: 19,
      source: `extrapolated from int16 and int8 (${HOROWITZ}) by a power of the width`,
      provenance: 'assumed',
    },
    int8: published(HOROWITZ, 0.03, 36),
    int16: published(HOROWITZ, 0.05, 67),
    int32: published(HOROWITZ, 0.1, 137),
    fp16: published(HOROWITZ, 0.4, 1360),
    bf16: {
      energyPj: 0.28,
      areaUm2: 1360,
      source: `TPUv4i bf16 (7 nm) times the fp16 ratio of 45 to 7 nm; area as fp16`,
      provenance: 'scaled',
    },
    fp32: published(HOROWITZ, 0.9, 4184),
  },
  multiply: {
    int4: {
      energyPj: 0.0508,
      areaUm2: 80,
      source: `extrapolated from int32 and int8 (${HOROWITZ}) by a power of the width`,
      provenance: 'assumed',
    },
    int8: published(HOROWITZ, 0.2, 282),
    int16: {
      energyPj: 0.62,
      areaUm2: 993,
      source: 'EIE (ISCA 2016) Fig. 10: a fifth of int32 (Horowitz 3.1 pJ); area between int8 and int32',
      provenance: 'scaled',
    },
    int32: published(HOROWITZ, 3.1, 3495),
    fp16: published(HOROWITZ, 1.1, 1640),
    bf16: {
      energyPj: 0.67,
      areaUm2: 1640,
      source: `TPUv4i bf16 (7 nm) times the fp16 ratio of 45 to 7 nm; area as fp16`,
      provenance: 'scaled',
    },
    fp32: published(HOROWITZ, 3.7, 7700),
  },
};

/** 7 nm. */
export const FIGURES_7NM: FigureTable = {
  add: {
    int8: published(TPU, 0.007),
    int32: published(TPU, 0.03),
    bf16: published(TPU, 0.11),
    fp16: published(TPU, 0.16),
    fp32: published(TPU, 0.38),
  },
  multiply: {
    int8: published(TPU, 0.07),
    int32: published(TPU, 1.48),
    bf16: published(TPU, 0.21),
    fp16: published(TPU, 0.34),
    fp32: published(TPU, 1.31),
  },
};
