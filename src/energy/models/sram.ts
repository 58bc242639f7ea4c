import { keptUpTo } from '../../base/memo.ts';
import { lookUp } from '../../base/registry.ts';
import type { Chip } from '../../config/chip.ts';
import { derived } from '../energy-report.ts';
import { objectiveOf } from '../sram/objective.ts';
import { type SramCost, slowCycleWarning, sramCost } from '../sram/sram-cost.ts';
import { ARRAY_TEMPERATURE_K } from '../sram/temperature.ts';
import { type ComponentModel, energyPerCyclePj, type ModelPrice } from './component-model.ts';
import { madeOf } from './made-of.ts';

/** Costs that are remembered at a time: a sweep may go over any number of clocks. */
const MOST_REMEMBERED = 4096;

/** Costs by what they follow. */
const costs = new Map<string, SramCost>();

/** Cost of the memory behind an SRAM component, all banks of one PE. A machine asks for it for every action, and for its area. */
export function memoryCost(hardware: Chip, component: string): SramCost {
  const { memory: memoryOf, key: path } = madeOf(hardware, component, 'sram');
  const { technologyNm, temperatureK, clockHz } = hardware;
  const { kind: _kind, objective, ...memory } = memoryOf(hardware);
  const asked = { ...memory, technologyNm, temperatureK, objective: objectiveOf(objective, clockHz) };
  const key = JSON.stringify(asked);
  return keptUpTo(MOST_REMEMBERED, costs, key, () => sramCost({ ...asked, rule: 'silicon' }, { path }));
}

const ACCESSES: Readonly<Record<string, (cost: SramCost) => number>> = {
  read: (cost) => cost.readPj,
  write: (cost) => cost.writePj,
};

/** SRAM by capacity and width. Actions read, write (one bank access) and leakage (all banks of one PE over one clock period). */
export const sram: ComponentModel = (hardware, component, action): ModelPrice => {
  const cost = memoryCost(hardware, component);
  const price =
    action === 'leakage'
      ? leakagePrice(cost, hardware)
      : accessPrice(cost, action, madeOf(hardware, component, 'sram').banksAtOnce?.[action]);
  const slow = slowCycleWarning(cost.cycleTimeNs, hardware.clockHz).map((warning) => `${component}: ${warning}`);
  return { ...price, rule: cost.rule, warnings: [...slow, ...price.warnings] };
};

function accessPrice(cost: SramCost, action: string, banks: number | undefined): ModelPrice {
  const { source, provenance } = cost;
  const energyPj = lookUp('SRAM action', ACCESSES, action)(cost);
  if (banks === undefined) return { energyPj, source, provenance, warnings: [] };
  return { energyPj: energyPj * banks, source: `${source}, ${banks} bank reads`, provenance, warnings: [] };
}

function leakagePrice(cost: SramCost, { clockHz, temperatureK }: Chip): ModelPrice {
  const energyPj = energyPerCyclePj(cost.leakageMw, clockHz);
  const source = `${cost.source}; ${cost.leakageRemark}`;
  if (temperatureK === ARRAY_TEMPERATURE_K) return { energyPj, source, provenance: cost.provenance, warnings: [] };
  const warning = `temperature ${temperatureK} K raises the leakage of the SRAM; flip-flops, logic and wires have no figure for it`;
  return { energyPj, source, provenance: derived('scaled', cost.provenance), warnings: [warning] };
}
