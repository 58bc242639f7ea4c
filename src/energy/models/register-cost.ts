import { ALADDIN } from './aladdin.ts';
import { areaScale, energyScale, scalingRule } from './technology-scaling.ts';

/** A register file, queue or table made of flip-flops. */
export interface RegisterShape {
  readonly entries: number;
  readonly widthBits: number;
  readonly technologyNm: number;
}

export interface RegisterCost {
  readonly readPj: number;
  readonly writePj: number;
  readonly leakageMw: number;
  readonly areaMm2: number;
  readonly source: string;
  readonly leakageSource: string;
}

/**
 * Cost of a register file. A write clocks one word of flip-flops; a read passes one word and the log2(entries) levels of its multiplexer.
 * From 40 nm to the node by Stillmaker & Baas; leakage is taken as it is (per device it hardly follows the node).
 */
export function registerCost(shape: RegisterShape): RegisterCost {
  const { register, bitwise } = ALADDIN;
  const energy = energyScale(ALADDIN.technologyNm, shape.technologyNm);
  const area = areaScale(ALADDIN.technologyNm, shape.technologyNm);
  const multiplexerPj = (Math.ceil(Math.log2(shape.entries)) * bitwise.energyPj) / bitwise.bits;
  const shown = `${ALADDIN.source}, ${shape.entries} x ${shape.widthBits} bit`;
  const bits = shape.entries * shape.widthBits;
  return {
    readPj: shape.widthBits * (register.energyPj + multiplexerPj) * energy,
    writePj: shape.widthBits * register.energyPj * energy,
    leakageMw: bits * register.leakageMw,
    areaMm2: bits * register.areaUm2 * 1e-6 * area,
    leakageSource: `${shown}, taken as it is at ${shape.technologyNm} nm`,
    source: `${shown}, scaled to ${shape.technologyNm} nm (${scalingRule(shape.technologyNm)})`,
  };
}
