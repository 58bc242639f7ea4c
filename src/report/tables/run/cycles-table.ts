import { counted } from '../../../base/counted.ts';
import type { ExplainedCycles } from '../../../run/explain.ts';
import { type SpentOn, spentOn } from '../../text/explanation-text.ts';
import { type ColumnOf, headOf, numberColumn, type ReportTable, tableOf, wordColumn } from '../report-table.ts';

interface Row {
  readonly layer: string;
  readonly cycles: number;
  /** The most first. */
  readonly parts: readonly SpentOn[];
}

/**
 * Why the layers of a run take their cycles, as `picojoule explain cycles` tells of each: a column for everything that cycles are spent on, which add up to the
 * cycles of the layer. No table where nothing is told.
 * @param layers those of the run
 */
export function cyclesTable(
  explained: readonly ExplainedCycles[],
  layers: readonly { readonly name: string }[],
): readonly ReportTable[] {
  if (explained.length === 0) return [];
  const rows = explained.map((one): Row => ({ layer: one.layer, cycles: one.cycles, parts: spentOn(one) }));
  const others = layers.length - explained.length;
  const note = `Not told here: ${counted(others, 'more layer')}; picojoule explain cycles --layer NAME tells it of one.`;
  const columns = [
    wordColumn<Row>('layer', ({ layer }) => layer),
    numberColumn<Row>('cycles', '', ({ cycles }) => cycles, {
      write: String,
      term: 'cycles',
      meaning:
        'followed back from the last write of the layer, each wait for what came last; the others add up to them',
    }),
    ...partColumns(rows),
    wordColumn<Row>(
      headOf('most of it bounded by'),
      ({ parts: [{ bounds, most }] }) => boundText(bounds, most),
      'processing elements that all others wait for',
    ),
  ];
  return [tableOf('cycles', 'Why this many cycles', columns, rows, others > 0 ? { note } : {})];
}

function boundText(bounds: number, most: number | undefined): string {
  if (most === undefined) return '';
  return bounds === 1 ? `PE ${most}` : `${bounds} PEs, most PE ${most}`;
}

/** A column for each thing that cycles of any layer are spent on, the most first. */
function partColumns(rows: readonly Row[]): ColumnOf<Row>[] {
  const parts = rows.flatMap((row) => row.parts);
  const cyclesOf = (list: readonly SpentOn[], title: string) =>
    list.filter((part) => part.title === title).reduce((sum, { cycles }) => sum + cycles, 0);
  const titles = [...new Set(parts.map(({ title }) => title))].toSorted(
    (a, b) => cyclesOf(parts, b) - cyclesOf(parts, a),
  );
  return titles.map((title) =>
    numberColumn<Row>(headOf(title), '', (row) => cyclesOf(row.parts, title), {
      write: String,
      meaning: `shorter with: ${parts.find((part) => part.title === title)!.shorter}`,
    }),
  );
}
