import type { RunResult } from '../../run/result.ts';
import { categories, categoryTitles } from '../categories.ts';
import { categoryColours } from '../charts/palette.ts';
import { numberText, percentText } from '../number-text.ts';
import { siPrefix } from '../si-prefix.ts';
import { memoryHeadline } from '../tables/energy-shares.ts';
import { columnTitle } from '../tables/markdown-table.ts';
import { type RunColumn, type RunRow, runColumns, runRows } from '../tables/run-columns.ts';
import { htmlText } from './escape.ts';
import { type PageCell, sortableTable } from './sortable-table.ts';

/** The headline: one sentence, and one bar in which every category has its share. */
export function headline({ totals }: RunResult): string {
  const { energyPj } = totals;
  const parts = categories
    .filter((category) => energyPj[category] > 0)
    .map((category) => ({
      colour: categoryColours[category],
      share: energyPj[category] / energyPj.total,
      title: `${categoryTitles[category]} ${percentText(energyPj[category] / energyPj.total)} %`,
    }));
  const segments = parts.map(
    ({ share, colour, title }) => `<li style="flex:${share.toFixed(6)};background:${colour}" title="${title}"></li>`,
  );
  const key = parts.map(({ colour, title }) => `<li><i style="background:${colour}"></i>${title}</li>`);
  return [
    `<p class="headline">Here <strong>${htmlText(memoryHeadline(totals))}</strong>.</p>`,
    `<ul class="shares" aria-hidden="true">${segments.join('')}</ul>`,
    `<ul class="key" aria-label="Shares of the energy">${key.join('')}</ul>`,
  ].join('\n');
}

/** The numbers that people quote. */
export function keyFigures({ totals, inferences }: RunResult): string {
  const energy = siPrefix(totals.energyPj.total, 'J', -12);
  const figures: readonly (readonly [string, string])[] = [
    ['time per inference', `${numberText(totals.timeUs, 4)} µs`],
    [
      'energy per inference',
      `${numberText(totals.energyPj.total * energy.factor, 4)} ${energy.unit.replace(/^u/, 'µ')}`,
    ],
    ['inferences per second', numberText(totals.inferencesPerSecond, 4)],
    ['inferences per joule', numberText(totals.inferencesPerJoule, 4)],
    ['average power', `${numberText(totals.averagePowerMw, 4)} mW`],
    ['utilization', `${percentText(totals.utilization)} %`],
    ['load-balance efficiency', `${percentText(totals.loadBalanceEfficiency)} %`],
    ['energy per multiply-accumulate', `${numberText(totals.energyPerMultiplyAccumulatePj)} pJ`],
    ...accuracyFigures(inferences?.accuracy),
  ];
  return `<dl class="figures">${figures.map(([name, text]) => `<div><dt>${name}</dt><dd>${text}</dd></div>`).join('')}</dl>`;
}

function accuracyFigures(accuracy: NonNullable<RunResult['inferences']>['accuracy']): [string, string][] {
  if (accuracy === undefined) return [];
  const { top1, top5, originalTop1, originalTop5 } = accuracy;
  const beside = (share: number, original: number) => `${percentText(share)} % (original ${percentText(original)} %)`;
  return [
    ['top-1 accuracy', beside(top1, originalTop1)],
    ['top-5 accuracy', beside(top5, originalTop5)],
  ];
}

function cellOf(column: RunColumn, row: RunRow): PageCell {
  return { text: column.text(row), ...(column.sortBy === undefined ? {} : { sortBy: column.sortBy(row) }) };
}

/** The run table, sortable; the total stays below. */
export function layerTables(result: RunResult): string {
  const rows = runRows(result);
  const columns = runColumns(rows);
  return (['time', 'energy'] as const)
    .map((block) => {
      const heads = [
        { title: 'layer', align: 'left' as const },
        ...columns[block].map((column) => ({ title: columnTitle(column), align: column.align })),
      ];
      const cells = rows.map((row) => [{ text: row.label }, ...columns[block].map((column) => cellOf(column, row))]);
      const caption = block === 'time' ? 'Work and time of each layer' : 'Energy of each layer';
      return sortableTable(caption, heads, cells.slice(0, -1), cells.at(-1));
    })
    .join('\n');
}

/** What one action costs, and who says so. */
export function priceTable(result: RunResult): string {
  const heads = [
    { title: 'component', align: 'left' as const },
    { title: 'action', align: 'left' as const },
    { title: 'energy (pJ)', align: 'right' as const },
    { title: 'count', align: 'right' as const },
    { title: 'provenance', align: 'left' as const },
    { title: 'source', align: 'left' as const },
  ];
  const rows = result.energyTable.map((price) => [
    { text: price.component },
    { text: price.action },
    { text: numberText(price.energyPj, 4), sortBy: price.energyPj },
    { text: String(result.totals.actionCounts[`${price.component}.${price.action}`] ?? 0) },
    { text: price.provenance },
    { text: price.source },
  ]);
  return sortableTable('Energy reference table: what one action costs, and the source', heads, rows);
}
