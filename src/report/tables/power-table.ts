import { type PowerRow, powerBreakdown, unlikeEie } from '../../energy/power-breakdown.ts';
import type { RunResult } from '../../run/result.ts';
import { perInference } from '../records/per-inference.ts';
import { numberText } from '../text/number-text.ts';
import { textTable } from '../text/text-table.ts';
import { renderArea } from './area-table.ts';
import { energyOf } from './run-heading.ts';

/**
 * Average power of one PE by module and by kind, of the chip and of its DRAM; of a machine of EIE's node and clock beside Table II, the chip of 64 PEs beside
 * 590 mW and its energy beside 0.59 W x time; area. Ends with a line end.
 */
export function renderPower(whole: RunResult): string {
  const result = perInference(whole);
  const { totals, hardware, area, energyTable } = result;
  const power = powerBreakdown(totals.energyPj.byAction, totals.timeUs, hardware.processingElements);
  const unlike = unlikeEie(hardware);
  const isLike = unlike.length === 0;
  const isEie = isLike && hardware.processingElements === 64;
  const beside = isLike ? ' beside EIE Table II' : '';
  const paperUj = (power.publishedChipMw * totals.timeUs) / 1000;
  const lines = [
    `Average power of one PE${beside} (${energyTable.length} prices, ${numberText(totals.timeUs)} us)`,
    ...(isLike ? [] : [`Not beside EIE Table II: ${unlike.join(', ')}.`]),
    `${powerTable('module', power.byModule, true, isLike)}\n`,
    `${powerTable('kind', power.byKind, false, isLike)}\n`,
    `chip: ${numberText(power.chipMw, 4)} mW${isEie ? ` (${numberText(power.publishedChipMw)} mW in the paper)` : ''}, ${numberText(power.outsideMw, 3)} mW of it outside the PEs`,
    ...(power.dramMw > 0 ? [`DRAM beside the chip: ${numberText(power.dramMw, 4)} mW`] : []),
    `energy ${energyOf(result)}: ${numberText(totals.energyPj.total * 1e-6, 4)} uJ${isEie && power.dramMw === 0 ? ` (0.59 W x time: ${numberText(paperUj, 4)} uJ)` : ''}`,
  ];
  if (area !== undefined) lines.push(`\n${renderArea(area)}`);
  return `${lines.join('\n')}\n`;
}

function signed(percent: number): string {
  return percent > 0 ? `+${percent}` : String(percent + 0);
}

/** Modules of Table II contain the clock network, so they are compared with their share of it. */
function powerTable(head: string, rows: readonly PowerRow[], withClock: boolean, isLike: boolean): string {
  const number = (title: string, value: (row: PowerRow) => string) => ({
    head: title,
    cells: rows.map(value),
    align: 'right' as const,
  });
  return textTable([
    { head: `\n${head}`, cells: rows.map(({ name }) => name), align: 'left' },
    number('own\nmW', ({ powerMw }) => numberText(powerMw)),
    ...(withClock ? [number('with clock\nmW', ({ withClockMw }) => numberText(withClockMw))] : []),
    ...(isLike
      ? [
          number('paper\nmW', ({ publishedMw }) => numberText(publishedMw)),
          number('difference\n%', ({ differencePercent }) => signed(Math.round(differencePercent))),
        ]
      : []),
  ]);
}
