import { lookUp } from '../../base/registry.ts';
import type { Chip } from '../../config/chip.ts';
import { derived } from '../energy-report.ts';
import { objectiveOf } from '../sram/objective.ts';
import { type SramCost, slowCycleWarning, sramCost } from '../sram/sram-cost.ts';
import { ARRAY_TEMPERATURE_K } from '../sram/temperature.ts';
import { type ComponentModel, energyPerCyclePj, type ModelPrice } from './component-model.ts';
import { madeOf } from './made-of.ts';

/** Cost of the memory behind an SRAM component, all banks of one PE. A machine asks for it for every action, and a sweep again for every point. */
export function memoryCost(hardware: Chip, component: string): SramCost {
  const { memory: memoryOf, key: path } = madeOf(hardware, component, 'sram');
  const memory = memoryOf(hardware);
  const { technologyNm, temperatureK, clockHz } = hardware;
  const where = `${technologyNm} ${temperatureK} ${clockHz}`;
  const known = ofMemories.get(memory) ?? new Map<string, SramCost>();
  ofMemories.set(memory, known);
  return known.get(where) ?? remembered(known, where, costOf(hardware, memory, path));
}

/** Costs that are remembered at a time, of a memory and of all: a sweep may go over any number of clocks. */
const MOST_REMEMBERED = 4096;

function remembered(known: Map<string, SramCost>, key: string, cost: SramCost): SramCost {
  if (known.size === MOST_REMEMBERED) known.clear();
  known.set(key, cost);
  return cost;
}

type Memory = ReturnType<ReturnType<typeof madeOf<'sram'>>['memory']>;

const ofMemories = new WeakMap<Memory, Map<string, SramCost>>();

/** Costs by shape. */
const costs = new Map<string, SramCost>();

function costOf({ technologyNm, temperatureK, clockHz }: Chip, shape: Memory, path: string): SramCost {
  const { kind: _kind, objective, ...memory } = shape;
  const asked = { ...memory, technologyNm, temperatureK, objective: objectiveOf(objective, clockHz) };
  const key = JSON.stringify(asked);
  return costs.get(key) ?? remembered(costs, key, sramCost({ ...asked, rule: 'silicon' }, { path }));
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
