import { splitAction } from '../../base/action-name.ts';
import type { Chip } from '../../config/chip.ts';
import { type PowerRow, powerBreakdown, unlikeEie } from '../../energy/power-breakdown.ts';
import { LEAKAGE } from '../../machines/component.ts';
import { machineOf } from '../../machines/index.ts';
import type { RunResult } from '../../run/result.ts';
import { perInference } from '../records/per-inference.ts';
import { componentName } from '../text/human-names.ts';
import { numberText } from '../text/number-text.ts';
import { textTable } from '../text/text-table.ts';
import { renderArea } from './area-table.ts';
import { energyOf } from './run/run-heading.ts';

/**
 * Average power of one PE by module and by kind, of the chip and of its DRAM; of a machine of EIE's node and clock beside Table II, the chip of 64 PEs beside
 * 590 mW and its energy beside 0.59 W x time; area. Of another machine the power of each component, and area. Ends with a line end.
 */
export function renderPower(whole: RunResult): string {
  const result = perInference(whole);
  const { totals, hardware, area, energyTable } = result;
  if (!hasPowerTable(result)) return machinePower(result);
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

/** Whether a paper tells the power of the machine's parts (EIE Table II). */
function hasPowerTable({ hardware }: RunResult): boolean {
  const { machine } = hardware as Pick<Chip, 'machine'>;
  return machineOf(machine === undefined ? {} : { machine }).components.some(
    ({ powerTable: told }) => told !== undefined,
  );
}

/** Average power of each component of a machine, leakage apart, and area. */
function machinePower(result: RunResult): string {
  const { totals, area } = result;
  const powerMw = (energyPj: number) => energyPj / totals.timeUs / 1000;
  const rows = Object.entries(totals.energyPj.byAction)
    .reduce((sums, [action, energyPj]) => {
      const [component, what] = splitAction(action);
      const name = what === LEAKAGE ? LEAKAGE : componentName(component);
      return sums.set(name, (sums.get(name) ?? 0) + energyPj);
    }, new Map<string, number>())
    .entries();
  const sorted = [...rows].toSorted(([, a], [, b]) => b - a);
  const table = textTable([
    { head: 'average power', cells: sorted.map(([name]) => name), align: 'left' },
    { head: 'mW', cells: sorted.map(([, energyPj]) => numberText(powerMw(energyPj))), align: 'right' },
    {
      head: '%',
      cells: sorted.map(([, energyPj]) => ((100 * energyPj) / totals.energyPj.total).toFixed(1)),
      align: 'right',
    },
  ]);
  const all = `all together: ${numberText(powerMw(totals.energyPj.total), 4)} mW, ${numberText(totals.energyPj.total * 1e-6, 4)} uJ ${energyOf(result)}`;
  return `${[table, all, ...(area === undefined ? [] : [renderArea(area)])].join('\n\n')}\n`;
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
