import type { RunResult } from '../../run/result.ts';
import { marksOf } from '../records/marks.ts';
import type { Format } from './format.ts';

/** Version of the files that we write. */
const VERSION = '0.4';

/** Accelergy calls the energy of standing still `leak`. */
function accelergyAction(action: string): string {
  return action === 'leakage' ? 'leak' : action;
}

/** One list item: `- name: eie.pointers` with its actions, each a mapping of the given lines. */
function item(name: string, list: string, actions: readonly (readonly string[])[]): string {
  const lines = actions.flatMap(([first, ...others]) => [
    `      - ${first}`,
    ...others.map((line) => `        ${line}`),
  ]);
  return [`  - name: ${name}`, `    ${list}:`, ...lines].join('\n');
}

/** A number as YAML 1.1 reads it: PyYAML takes `1e-7`, without a point, for text. */
function decimal(value: number): string {
  return String(value).replace(/^(-?\d+)e/, '$1.0e');
}

function byComponent<T extends { readonly component: string }>(rows: readonly T[]): [string, T[]][] {
  const groups = new Map<string, T[]>();
  for (const row of rows) groups.set(row.component, [...(groups.get(row.component) ?? []), row]);
  return [...groups];
}

/** The prices of a run as an Accelergy energy reference table, in pJ per action. */
export function referenceTableText({ energyTable }: RunResult): string {
  const items = byComponent(energyTable).map(([component, prices]) =>
    item(
      `picojoule.${component}`,
      'actions',
      prices.map(({ action, energyPj }) => [
        `name: ${accelergyAction(action)}`,
        'arguments: {}',
        `energy: ${decimal(energyPj)}`,
      ]),
    ),
  );
  return `# energies in pJ per action; picojoule.<component>: any of its instances\nERT:\n  version: '${VERSION}'\n  tables:\n${items.join('\n')}\n`;
}

/** The actions that a run counted, over all layers and instances. */
export function actionCountsText({ totals }: RunResult): string {
  const counts = Object.entries(totals.actionCounts).map(([name, count]) => {
    const dot = name.lastIndexOf('.');
    return { component: name.slice(0, dot), action: name.slice(dot + 1), count };
  });
  const items = byComponent(counts).map(([component, actions]) =>
    item(
      `picojoule.${component}`,
      'action_counts',
      actions.map(({ action, count }) => [`name: ${accelergyAction(action)}`, `counts: ${decimal(count)}`]),
    ),
  );
  return `# counts over all layers and all instances of a component\naction_counts:\n  version: '${VERSION}'\n  local:\n${items.join('\n')}\n`;
}

/** The area of the machine as an Accelergy area reference table, in um2 of one instance; undefined where a memory has no known area. */
export function areaTableText({ area }: RunResult): string | undefined {
  if (area === undefined) return undefined;
  const { perProcessingElementMm2, nonZeroDetectionMm2, sharedMm2 } = area;
  const parts = Object.entries({
    ...perProcessingElementMm2,
    ...(nonZeroDetectionMm2 !== undefined && { nonZeroDetection: nonZeroDetectionMm2 }),
    ...sharedMm2,
  });
  const items = parts.map(
    ([component, mm2]) => `  - name: picojoule.${component}\n    area: ${String(squareMicrons(mm2))}`,
  );
  return `# areas in um2; picojoule.<component>: one instance (nonZeroDetection: the whole tree)\nART:\n  version: '${VERSION}'\n  tables:\n${items.join('\n')}\n`;
}

/** 9 significant digits, as the record has them. */
function squareMicrons(mm2: number): number {
  return Number((mm2 * 1e6).toPrecision(9));
}

/** A run in Accelergy's files: ERT.yaml (prices) and action_counts.yaml, whose sum of products is the run's energy, and ART.yaml (areas). */
export const accelergy: Format = {
  name: 'accelergy',
  description: 'ERT.yaml, ART.yaml and action_counts.yaml as Accelergy writes and reads them',
  kinds: ['run'],
  ofRecord: ({ kind, record }) => {
    if (kind !== 'run') return [];
    const { remark } = marksOf({ kind, record });
    const files = {
      'ERT.yaml': referenceTableText(record),
      'ART.yaml': areaTableText(record),
      'action_counts.yaml': actionCountsText(record),
    };
    return Object.entries(files).flatMap(([name, text]) =>
      text === undefined ? [] : [{ name, content: remark === undefined ? text : `# ${remark}\n${text}` }],
    );
  },
};
