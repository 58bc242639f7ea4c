import type { Comparison } from '../../compare/comparison.ts';
import { changesTable, differencesTable, differs } from '../tables/comparison-tables.ts';
import { platformLines, platformTable } from '../tables/platform-table.ts';
import { numberText } from '../text/number-text.ts';
import type { ReportDocument } from './document.ts';

const ABOUT =
  'The first result is the baseline; every other number is set beside it, with the change in per cent, and so is every key of the configs that is not the same.';

function percent(change: number): string {
  return `${change > 0 ? '+' : ''}${numberText(100 * change)} %`;
}

/** Change of a number of the whole, for each result beside the baseline. */
function change({ rows, names }: Comparison, metric: string, word: string): string | undefined {
  const row = rows.find((one) => one.label === 'total' && one.metric === metric);
  if (row === undefined) return undefined;
  const texts = names.slice(1).map((name, k) => {
    const share = row.relativeDifferences[k + 1];
    return `${names.length > 2 ? `${name} ` : ''}${share === null ? '-' : percent(share)}`;
  });
  return `${word} ${texts.join(', ')}`;
}

function headline(comparison: Comparison): string {
  const differing = comparison.rows.filter(differs).length;
  if (differing === 0) return `Nothing differs: all ${comparison.rows.length} numbers are the same`;
  const [energy, time] = [change(comparison, 'energyPj.total', 'Energy'), change(comparison, 'timeUs', 'time')];
  if (energy !== undefined && time !== undefined) return `${energy}; ${time}`;
  return `${differing} of ${comparison.rows.length} numbers differ`;
}

/**
 * A comparison: what changed in the configs, and what that did to the numbers.
 * @param most rows of numbers that the reader can take in
 */
export function comparisonDocument(comparison: Comparison, most?: number): ReportDocument {
  const { names, of, rows, changes, measured } = comparison;
  const [changed, differing] = [changesTable(comparison), differencesTable(comparison, most)];
  return {
    name: names.join(' and '),
    title: `${names.slice(1).join(', ')} against ${names[0]} (${of})`,
    headline: headline(comparison),
    figures: [
      ['keys that changed', String(changes.length)],
      ['numbers compared', String(rows.length)],
      ['numbers that differ', String(rows.filter(differs).length)],
    ],
    about: ABOUT,
    remarks: [
      ...(changed === undefined ? ['The configs are the same.'] : []),
      ...(differing === undefined ? ['All numbers are the same.'] : []),
      ...(measured === undefined ? [] : platformLines(measured)),
    ],
    warnings: comparison.warnings,
    tables: [changed, differing, measured && platformTable(measured)].filter((table) => table !== undefined),
    background: [],
    command: comparison.command,
    tool: comparison.tool,
  };
}
