import type { RatioRange } from '../../energy/ratio-range.ts';
import type { RunResult, Totals } from '../../run/result.ts';
import { categories, categoryTitles } from '../categories.ts';
import { numberText, percentText } from '../text/number-text.ts';
import { siPrefix } from '../text/si-prefix.ts';
import { wrapWords } from '../text/wrap-words.ts';

/** Longest bar, and what stands before it. */
const BAR_WIDTH = 60;
const TEXT_WIDTH = 38;

function bar(share: number, width: number): string {
  const eighths = Math.round(share * width * 8);
  const rest = eighths % 8 === 0 ? '' : String.fromCodePoint(0x2590 - (eighths % 8));
  return eighths === 0 && share > 0 ? '▏' : '█'.repeat(Math.floor(eighths / 8)) + rest;
}

/** "memory access takes 7.1 times the energy of arithmetic", the question that this tool answers, with how far the answer depends on choices. */
export function memoryHeadline(totals: Pick<Totals, 'memoryToArithmeticRatio'>, range?: RatioRange): string {
  const answer = memoryAnswer(totals);
  return range === undefined
    ? answer
    : `${answer} (${numberText(range.low)} to ${numberText(range.high)} times over device type, array and what counts as arithmetic)`;
}

function memoryAnswer(totals: Pick<Totals, 'memoryToArithmeticRatio'>): string {
  const ratio = totals.memoryToArithmeticRatio;
  if (ratio === null) return 'nothing was multiplied: there is no arithmetic to compare memory access with';
  return ratio >= 1
    ? `memory access takes ${numberText(ratio)} times the energy of arithmetic`
    : `arithmetic takes ${ratio === 0 ? 'all the energy, memory access none' : `${numberText(1 / ratio)} times the energy of memory access`}`;
}

/**
 * A short text chart: arithmetic against memory against the rest, as shares of the total energy.
 * @param width characters that a line may have
 * @param per what the energy is that of
 */
export function energyShares(
  { totals, memoryToArithmeticRange: range }: Pick<RunResult, 'totals' | 'memoryToArithmeticRange'>,
  width = 120,
  per = 'per inference',
): string {
  const barWidth = Math.max(8, Math.min(BAR_WIDTH, width - TEXT_WIDTH));
  const { energyPj } = totals;
  const scale = siPrefix(energyPj.total, 'J', -12);
  const shown = categories.filter((category) => category !== 'dram' || energyPj.dram !== 0);
  const titles = shown.map((category) =>
    category === 'sram' || category === 'dram' ? `memory: ${categoryTitles[category]}` : categoryTitles[category],
  );
  const titleWidth = Math.max(...titles.map((title) => title.length));
  const lines = shown.map((category, k) => {
    const share = energyPj.total === 0 ? 0 : energyPj[category] / energyPj.total;
    const energy = `${numberText(energyPj[category] * scale.factor)} ${scale.unit}`;
    return `  ${titles[k].padEnd(titleWidth)} ${percentText(share).padStart(6)} % ${energy.padStart(10)}  ${bar(share, barWidth)}`;
  });
  const head = `Energy ${per} ${numberText(energyPj.total * scale.factor, 4)} ${scale.unit}: ${memoryHeadline(totals, range)}.`;
  return [wrapWords(head, width), ...lines].map((line) => line.trimEnd()).join('\n');
}
