import type { Totals } from '../../run/result.ts';
import { categories, categoryTitles } from '../categories.ts';
import { numberText, percentText } from '../number-text.ts';
import { siPrefix } from '../si-prefix.ts';

const BAR_WIDTH = 60;

function bar(share: number): string {
  const eighths = Math.round(share * BAR_WIDTH * 8);
  const rest = eighths % 8 === 0 ? '' : String.fromCodePoint(0x2590 - (eighths % 8));
  return eighths === 0 && share > 0 ? '▏' : '█'.repeat(Math.floor(eighths / 8)) + rest;
}

/** "memory access takes 7.1 times the energy of arithmetic", the question that this tool answers. */
export function memoryHeadline(totals: Pick<Totals, 'memoryToArithmeticRatio'>): string {
  const ratio = totals.memoryToArithmeticRatio;
  if (ratio === null) return 'nothing was multiplied: there is no arithmetic to compare memory access with';
  return ratio >= 1
    ? `memory access takes ${numberText(ratio)} times the energy of arithmetic`
    : `arithmetic takes ${ratio === 0 ? 'all the energy, memory access none' : `${numberText(1 / ratio)} times the energy of memory access`}`;
}

/** A short text chart: arithmetic against memory against the rest, as shares of the total energy. */
export function energyShares(totals: Totals): string {
  const { energyPj } = totals;
  const scale = siPrefix(energyPj.total, 'J', -12);
  const shown = categories.filter((category) => category !== 'dram' || energyPj.dram !== 0);
  const titles = shown.map((category) =>
    category === 'sram' || category === 'dram' ? `memory: ${categoryTitles[category]}` : categoryTitles[category],
  );
  const width = Math.max(...titles.map((title) => title.length));
  const lines = shown.map((category, k) => {
    const share = energyPj.total === 0 ? 0 : energyPj[category] / energyPj.total;
    const energy = `${numberText(energyPj[category] * scale.factor)} ${scale.unit}`;
    return `  ${titles[k].padEnd(width)} ${percentText(share).padStart(6)} % ${energy.padStart(10)}  ${bar(share)}`;
  });
  const head = `Energy per inference ${numberText(energyPj.total * scale.factor, 4)} ${scale.unit}: ${memoryHeadline(totals)}.`;
  return [head, ...lines].map((line) => line.trimEnd()).join('\n');
}
