import { type ComponentModel, energyPerCyclePj } from './component-model.ts';
import { madeOf } from './made-of.ts';
import { areaScale, energyScale, scalingRule } from './technology-scaling.ts';

/** One leading non-zero detection unit (EIE section VI and Table II), 45 nm: its power at 800 MHz, all of it taken as dynamic. */
const UNIT = { powerMw: 0.023, clockHz: 800e6, areaUm2: 189, technologyNm: 45 } as const;

/** Units of the quadtree over the lanes: 16 + 4 + 1 for 64 (EIE section IV). */
export function nonZeroDetectionUnits(lanes: number): number {
  let units = 0;
  for (let nodes = lanes; units === 0 || nodes > 1; ) {
    nodes = Math.ceil(nodes / 4);
    units += nodes;
  }
  return units;
}

/** Area of the whole tree at a node. */
export function nonZeroDetectionAreaMm2(lanes: number, technologyNm: number): number {
  return nonZeroDetectionUnits(lanes) * UNIT.areaUm2 * 1e-6 * areaScale(UNIT.technologyNm, technologyNm);
}

/** One scan cycle works every unit of the tree once. */
export const nonZeroDetection: ComponentModel = (hardware, component) => {
  const units = nonZeroDetectionUnits(madeOf(hardware, component, 'nonZeroDetection').lanes(hardware));
  const scale = energyScale(UNIT.technologyNm, hardware.technologyNm);
  const source = `EIE (ISCA 2016): ${UNIT.powerMw} mW a unit at 800 MHz, ${units} units`;
  return {
    energyPj: units * energyPerCyclePj(UNIT.powerMw, UNIT.clockHz) * scale,
    source:
      scale === 1 ? source : `${source}, scaled to ${hardware.technologyNm} nm (${scalingRule(hardware.technologyNm)})`,
    provenance: scale === 1 ? 'published' : 'scaled',
    warnings: [],
  };
};
