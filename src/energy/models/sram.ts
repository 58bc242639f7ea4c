import { lookUp } from '../../base/registry.ts';
import type { Hardware, SramMemory } from '../../config/hardware.ts';
import { type ComponentModel, energyPerCyclePj, type ModelPrice } from './component-model.ts';
import { type SramCost, sramCost } from './sram-cost.ts';

/** Which memory of the machine each SRAM component is. */
const MEMORIES: Readonly<Record<string, (hardware: Hardware) => SramMemory>> = {
  sparseMatrix: (hardware) => hardware.memories.sparseMatrix,
  pointers: (hardware) => hardware.memories.pointers,
  activationMemory: (hardware) => hardware.memories.activations,
};

export const SRAM_COMPONENTS: readonly string[] = Object.keys(MEMORIES);

/** The memory behind an SRAM component. */
export function memoryOf(hardware: Hardware, component: string): SramMemory {
  return lookUp('SRAM component', MEMORIES, component)(hardware);
}

/** Costs by shape: a machine asks for the same few memories for every action, and a sweep again for every point. */
const costs = new Map<string, SramCost>();

/** Cost of the memory behind an SRAM component, all banks of one PE. */
export function memoryCost(hardware: Hardware, component: string): SramCost {
  const { device, capacityBytes, widthBits, banks } = memoryOf(hardware, component);
  const { technologyNm } = hardware;
  const key = `${device} ${technologyNm} ${capacityBytes} ${widthBits} ${banks}`;
  const known = costs.get(key);
  if (known !== undefined) return known;
  const cost = sramCost({ device, technologyNm, capacityBytes, widthBits, banks });
  costs.set(key, cost);
  return cost;
}

const ACTIONS: Readonly<Record<string, (cost: SramCost, clockHz: number) => number>> = {
  read: (cost) => cost.readPj,
  write: (cost) => cost.writePj,
  leakage: (cost, clockHz) => energyPerCyclePj(cost.leakageMw, clockHz),
};

/** A pointer read takes the pointers of a column and of the next, in an odd and an even bank (EIE section IV): two bank reads. */
const BANK_READS: Readonly<Record<string, number>> = { 'pointers.read': 2 };

/** SRAM by capacity and width. Actions read, write (one bank access) and leakage (all banks of one PE over one clock period). */
export const sram: ComponentModel = (hardware, component, action): ModelPrice => {
  const cost = memoryCost(hardware, component);
  const banks = BANK_READS[`${component}.${action}`] ?? 1;
  const energyPj = lookUp('SRAM action', ACTIONS, action)(cost, hardware.clockHz) * banks;
  return {
    energyPj,
    source: `${cost.source}${banks === 1 ? '' : `, ${banks} bank reads`}`,
    provenance: cost.provenance,
    warnings: [...cost.warnings, ...slowAccess(cost, hardware.clockHz)].map((warning) => `${component}: ${warning}`),
  };
};

function slowAccess(cost: SramCost, clockHz: number): string[] {
  const periodNs = 1e9 / clockHz;
  if (cost.accessTimeNs <= periodNs) return [];
  return [
    `an access takes ${cost.accessTimeNs.toFixed(2)} ns, longer than the clock period of ${periodNs.toFixed(2)} ns`,
  ];
}
