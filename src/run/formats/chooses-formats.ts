import { parseWeightFormat } from '../../base/block-format.ts';
import { isBareInteger } from '../../base/number-format.ts';
import type { Chip } from '../../config/chip.ts';

/**
 * Whether a machine's number formats are chosen for each layer: fraction bits where `simulation.fractionBits` is perLayer; the scale of integers always, unless it
 * is `declared`.
 */
export function choosesFormats({ simulation, arithmetic }: Pick<Chip, 'simulation' | 'arithmetic'>): boolean {
  if (simulation?.fractionBits === 'perLayer') return true;
  if (simulation?.fractionBits === 'declared') return false;
  return Object.values(arithmetic).some((name) => isInteger(name));
}

function isInteger(name: string): boolean {
  const format = parseWeightFormat(name);
  return format.kind !== 'block' && isBareInteger(format);
}
