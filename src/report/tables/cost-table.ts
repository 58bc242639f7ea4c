import type { CostReport } from '../../energy/cost/cost-report.ts';
import { numberText } from '../text/number-text.ts';
import { textTable } from '../text/text-table.ts';

/** What a component costs, for people. */
export function renderCost(report: CostReport): string {
  const rows: [string, string][] = [
    ...Object.entries(report.actions).map(([action, { energyPj }]): [string, string] => [
      action,
      `${numberText(energyPj, 4)} pJ`,
    ]),
    ...property('leakage', report.leakageMw, 'mW'),
    ...property('area', report.areaMm2, 'mm2'),
    ...property('access time', report.accessTimeNs, 'ns'),
    ...property('cycle time', report.cycleTimeNs ?? null, 'ns'),
  ];
  const attributes = Object.entries(report.attributes).map(([name, value]) => `${name} ${value}`);
  const table = textTable([
    { head: 'action', cells: rows.map(([name]) => name), align: 'left' },
    { head: 'cost', cells: rows.map(([, value]) => value), align: 'right' },
  ]);
  return `${report.component}: ${attributes.join(', ')}\n\n${table}\n\n${report.provenance}: ${report.source}\n`;
}

function property(name: string, value: number | null, unit: string): [string, string][] {
  return value === null ? [] : [[name, `${numberText(value, 4)} ${unit}`]];
}
