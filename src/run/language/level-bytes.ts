import type { Chip } from '../../config/chip.ts';
import { dramPart } from '../../config/dram-parts.ts';
import { machineOf } from '../../machines/index.ts';
import type { LevelBytes } from './language-result.ts';

/** Bytes that actions moved, by level: an action of a memory or of registers moves its width (a read of several banks all of theirs), one of DRAM a burst. */
export function levelBytes(hardware: Chip, actionCounts: Readonly<Record<string, number>>): LevelBytes {
  const bytes = { dram: 0, sram: 0, registers: 0 };
  for (const component of machineOf(hardware).components) {
    const { name, madeOf, actions } = component;
    const count = (action: string): number => actionCounts[`${name}.${action}`] ?? 0;
    if (madeOf.kind === 'dram') bytes.dram += count('read') * dramPart(hardware.dram.part).lineBytes;
    if (madeOf.kind === 'registers' && actions.some((action) => count(action) > 0))
      for (const action of actions) bytes.registers += (count(action) * madeOf.registers(hardware).widthBits) / 8;
    if (madeOf.kind === 'sram' && actions.some((action) => count(action) > 0))
      for (const action of actions)
        bytes.sram += (count(action) * (madeOf.banksAtOnce?.[action] ?? 1) * madeOf.memory(hardware).widthBits) / 8;
  }
  return bytes;
}
