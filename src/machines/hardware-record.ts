import { parseNumberFormat } from '../base/number-format.ts';
import type { EnergyOverride, Hardware, RegisterFile, SramMemory } from '../config/hardware.ts';
import { toAttributes } from '../config/row-attributes.ts';
import type { HardwareConfig } from './hardware-schema.ts';

/** The record of a checked config. `file` is its base name, `tableFile` the absolute path of its energy table. */
export function hardwareRecord(config: HardwareConfig, file: string, tableFile: string): Hardware {
  const {
    name,
    technology,
    temperature,
    clock,
    processingElements,
    activationQueue,
    encoding,
    arithmetic,
    memories,
    weights,
    dram,
    simulation,
    energy,
  } = config;
  return {
    name,
    file,
    technologyNm: technology,
    temperatureK: temperature,
    clockHz: clock,
    processingElements,
    activationQueue,
    encoding: {
      ...encoding,
      codeBits:
        encoding.codeBits ?? (encoding.weights === 'codebook' ? 4 : parseNumberFormat(arithmetic.weight).widthBits),
      indexBits: encoding.indexBits === 'none' ? null : encoding.indexBits,
    },
    arithmetic,
    memories: {
      sparseMatrix: toSram(memories.sparseMatrix),
      pointers: toSram(memories.pointers),
      activations: toSram(memories.activations),
      sourceActivations: toRegisters(memories.sourceActivations),
      destinationActivations: toRegisters(memories.destinationActivations),
    },
    weights,
    dram,
    simulation: { rule: simulation.rule, ...(simulation.fractionBits && { fractionBits: simulation.fractionBits }) },
    energy: { tableFile, overrides: energy.override.map(toOverride) },
  };
}

function toSram({ kind, device, capacity, banks, width }: HardwareConfig['memories']['pointers']): SramMemory {
  return { kind, device, capacityBytes: capacity, banks, widthBits: width };
}

function toRegisters({ kind, entries, width }: HardwareConfig['memories']['sourceActivations']): RegisterFile {
  return { kind, entries, widthBits: width };
}

function toOverride(row: HardwareConfig['energy']['override'][number]): EnergyOverride {
  return { component: row.component, action: row.action, energyPj: row.energy, attributes: toAttributes(row) };
}
