import type { Inspection } from '../../network/inspect.ts';
import { numberText, percentText } from '../text/number-text.ts';
import { type TextColumn, textTable } from '../text/text-table.ts';

/** What a weight file holds, for people. */
export function renderInspection({ format, layers, skipped }: Inspection): string {
  const column = (
    head: string,
    cell: (layer: Inspection['layers'][number]) => string,
    align: 'left' | 'right' = 'right',
  ): TextColumn => ({
    head,
    cells: layers.map(cell),
    align,
  });
  const table = textTable([
    column('layer', ({ name }) => name, 'left'),
    column('kind', ({ kind }) => kind, 'left'),
    column('shape', ({ shape }) => shape.join(' x ')),
    column('rows', ({ rows }) => String(rows)),
    column('columns', ({ columns }) => String(columns)),
    column('format', ({ numberFormat }) => numberFormat, 'left'),
    ...(layers.some(({ storedBitsPerWeight }) => storedBitsPerWeight !== undefined)
      ? [
          column('bit/\nweight', ({ storedBitsPerWeight }) =>
            storedBitsPerWeight === undefined ? '' : numberText(storedBitsPerWeight, 5),
          ),
        ]
      : []),
    column('non-zeros', ({ nonZeroWeights }) => String(nonZeroWeights)),
    column('density\n%', ({ weightDensity }) => percentText(weightDensity, 2)),
    column('distinct\nvalues', ({ distinctValues }) => String(distinctValues)),
    column('minimum', ({ minimum }) => numberText(minimum, 4)),
    column('maximum', ({ maximum }) => numberText(maximum, 4)),
    ...(layers.some(({ entries }) => entries !== undefined)
      ? [
          column('entries', ({ entries }) => (entries === undefined ? '' : String(entries))),
          column('padding\nzeros', ({ paddingZeros }) => (paddingZeros === undefined ? '' : String(paddingZeros))),
        ]
      : []),
  ]);
  const list = skippedLines(skipped)
    .map((line) => `\n  ${line}`)
    .join('');
  return `${format}: ${layers.length} layer${layers.length === 1 ? '' : 's'}\n\n${table}\n${list === '' ? '' : `\nskipped:${list}\n`}`;
}

/** More of a kind than this share a line. */
const MOST_LINES = 4;

/** A line for each, or one for many that were skipped for the same reason. */
function skippedLines(skipped: Inspection['skipped']): string[] {
  const groups = new Map<string, Inspection['skipped'][number][]>();
  for (const one of skipped) {
    const reason = one.reason.split(REASON_END, 1)[0];
    groups.set(reason, [...(groups.get(reason) ?? []), one]);
  }
  return [...groups].flatMap(([reason, members]) => {
    if (members.length <= MOST_LINES) return members.map((one) => `${one.name}: ${one.reason}`);
    const shown = members.slice(0, 3).map(({ name }) => name);
    return [`${members.length} tensors, ${shown.join(', ')} and ${members.length - 3} more: ${reason}`];
  });
}

/** What follows is of one tensor: its shape, the weight that it is part of. */
const REASON_END = /, shape | "|: no weight/;
