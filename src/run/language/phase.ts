import type { Chip } from '../../config/chip.ts';
import type { Totals } from '../result.ts';
import type { PhaseResult } from './language-result.ts';
import { levelBytes } from './level-bytes.ts';

/**
 * What a token costs in passes through the network.
 * @param totals sums over all passes
 * @param perToken energy of a token in each pass, in pJ; that of all where there is one pass
 */
export function phaseOf(
  hardware: Chip,
  totals: Totals,
  {
    passes,
    tokens,
    perToken,
  }: { readonly passes: number; readonly tokens: number; readonly perToken?: readonly number[] },
): PhaseResult {
  const bytes = levelBytes(hardware, totals.actionCounts);
  const energy = totals.energyPj.total / tokens;
  const spread = perToken ?? [energy];
  return {
    passes,
    tokens,
    timeUs: totals.timeUs,
    energyPj: totals.energyPj,
    tokensPerSecond: (1e6 * tokens) / totals.timeUs,
    timePerTokenUs: totals.timeUs / tokens,
    energyPerTokenPj: energy,
    energyPerTokenSpreadPj: { minimum: Math.min(...spread), maximum: Math.max(...spread) },
    bytesPerToken: { dram: bytes.dram / tokens, sram: bytes.sram / tokens, registers: bytes.registers / tokens },
    multiplyAccumulatesPerToken: totals.multiplyAccumulates / tokens,
  };
}
