import { derived, type Provenance } from '../energy-report.ts';
import {
  type ArithmeticFigure,
  FIGURES_7NM,
  FIGURES_45NM,
  type FigureTable,
  type Operation,
} from './arithmetic-figures.ts';
import { logLog } from './interpolate.ts';
import type { NumberWidth } from './number-width.ts';
import { areaScale, energyScale, scalingRule } from './technology-scaling.ts';

/** What one operation of an arithmetic unit costs. */
export interface ArithmeticCost {
  readonly energyPj: number;
  readonly areaUm2: number;
  readonly source: string;
  readonly provenance: Provenance;
  readonly warnings: readonly string[];
}

/**
 * Energy of an operation at a node: the published figure at 45 nm (Horowitz) and 7 nm (TPUv4i), log-log between the two
 * (published 2.1 to 4.3 times apart, where scaling equations say 12), Stillmaker & Baas beyond them, with a warning. Area from 45 nm.
 * @throws UserError RANGE for a node to which nothing can be scaled.
 */
export function arithmeticCost(operation: Operation, format: NumberWidth, technologyNm: number): ArithmeticCost {
  const at45 = figureOf(FIGURES_45NM, operation, format);
  const areaUm2 = at45.areaUm2! * areaScale(45, technologyNm);
  if (technologyNm === 45) return { ...at45, areaUm2, warnings: widthWarnings(format) };
  const at7 = figureOf(FIGURES_7NM, operation, format);
  const end = technologyNm > 45 ? { nm: 45, figure: at45 } : { nm: 7, figure: at7 };
  if (technologyNm === 7) return { ...at7, areaUm2, warnings: widthWarnings(format) };
  if (technologyNm > 45 || technologyNm < 7)
    return {
      energyPj: end.figure.energyPj * energyScale(end.nm, technologyNm),
      areaUm2,
      source: `${end.figure.source}, scaled to ${technologyNm} nm (${scalingRule(technologyNm)})`,
      provenance: derived('scaled', end.figure.provenance),
      warnings: [
        ...widthWarnings(format),
        `no arithmetic figure for ${technologyNm} nm (45 to 7 nm); scaled from ${end.nm} nm by ${scalingRule(technologyNm)}`,
      ],
    };
  return {
    energyPj: logLog(technologyNm, 7, at7.energyPj, 45, at45.energyPj),
    areaUm2,
    source: `between ${at45.source} and ${at7.source}, log-log`,
    provenance: derived('interpolated', at45.provenance, at7.provenance),
    warnings: widthWarnings(format),
  };
}

function figureOf(table: FigureTable, operation: Operation, format: NumberWidth): ArithmeticFigure {
  const figures = table[operation];
  if (Object.hasOwn(figures, format.name)) return figures[format.name];
  if (format.element !== undefined)
    return format.addsExponents === true
      ? scaledFigure(table, operation, format.element)
      : figureOf(table, operation, format.element);
  return format.kind === 'float' ? bySignificand(figures, format) : betweenWidths(figures, format.bits);
}

/** An element of a block costs what it costs alone, and its product an addition of exponents of 8 bits more. */
function scaledFigure(table: FigureTable, operation: Operation, element: NumberWidth): ArithmeticFigure {
  const figure = figureOf(table, operation, element);
  if (operation === 'add') return figure;
  const exponents = table.add.int8;
  return {
    ...figure,
    energyPj: figure.energyPj + exponents.energyPj,
    ...(figure.areaUm2 !== undefined && { areaUm2: figure.areaUm2 + exponents.areaUm2! }),
    source: `${figure.source}, and an int8 addition of exponents`,
  };
}

/**
 * A float without a figure: a power of its significand through fp16 (11 bits) and fp32 (24). Gives an fp8 multiply-accumulate into fp16 twice the energy of
 * an int8 one into int32 (van Baalen et al., 2023, "FP8 versus INT8": 1.5 to 2.8 times).
 */
function bySignificand(figures: FigureTable[Operation], { significandBits }: NumberWidth): ArithmeticFigure {
  const { fp16, fp32 } = figures;
  const through = (low: number, high: number): number => logLog(significandBits!, 11, low, 24, high);
  return {
    energyPj: through(fp16.energyPj, fp32.energyPj),
    ...(fp16.areaUm2 !== undefined && { areaUm2: through(fp16.areaUm2, fp32.areaUm2!) }),
    source: `power of the significand (${significandBits} bits) through fp16 and fp32 (${fp32.source})`,
    provenance: 'assumed',
  };
}

/** An integer of a width without a figure: a power of the width through its two neighbours (the nearest two beyond the ends). */
function betweenWidths(figures: Readonly<Record<string, ArithmeticFigure>>, bits: number): ArithmeticFigure {
  const widths = Object.keys(figures)
    .filter((name) => name.startsWith('int'))
    .map((name) => Number(name.slice(3)))
    .toSorted((a, b) => a - b);
  const upper = Math.max(
    1,
    widths.findIndex((width) => width >= bits),
  );
  const high = bits > widths.at(-1)! ? widths.at(-1)! : widths[upper];
  const low = widths[widths.indexOf(high) - 1];
  const [a, b] = [figures[`int${low}`], figures[`int${high}`]];
  const outside = bits < low || bits > high;
  const area =
    a.areaUm2 === undefined || b.areaUm2 === undefined
      ? {}
      : { areaUm2: logLog(bits, low, a.areaUm2, high, b.areaUm2) };
  return {
    energyPj: logLog(bits, low, a.energyPj, high, b.energyPj),
    ...area,
    source: `power of the width through int${low} and int${high} (${b.source})`,
    provenance: outside ? 'assumed' : derived('interpolated', a.provenance, b.provenance),
  };
}

function widthWarnings(format: NumberWidth): string[] {
  if (format.kind === 'float' || (format.bits >= 4 && format.bits <= 32)) return [];
  return [`no arithmetic figure for ${format.bits} bits (4 to 32); extended by a power of the width`];
}
