import { counted } from '../../base/counted.ts';
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
  const told = (
    head: string,
    of: (layer: Inspection['layers'][number]) => number | undefined,
    shown: (value: number) => string,
  ): TextColumn =>
    column(head, (layer) => {
      const value = of(layer);
      return value === undefined ? '' : shown(value);
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
    ...(layers.some(({ nonZeroWeights }) => nonZeroWeights !== undefined)
      ? [
          told('non-zeros', ({ nonZeroWeights }) => nonZeroWeights, String),
          told(
            'density\n%',
            ({ weightDensity }) => weightDensity,
            (value) => percentText(value, 2),
          ),
          column('least bits of\n4-bit codes', ({ leastBits }) =>
            leastBits === undefined ? '' : `${leastBits.format} ${numberText(leastBits.bitsPerWeight, 3)}`,
          ),
          told('distinct\nvalues', ({ distinctValues }) => distinctValues, String),
          told(
            'minimum',
            ({ minimum }) => minimum,
            (value) => numberText(value, 4),
          ),
          told(
            'maximum',
            ({ maximum }) => maximum,
            (value) => numberText(value, 4),
          ),
        ]
      : []),
    ...(layers.some(({ entries }) => entries !== undefined)
      ? [
          column('entries', ({ entries }) => (entries === undefined ? '' : String(entries))),
          column('padding\nzeros', ({ paddingZeros }) => (paddingZeros === undefined ? '' : String(paddingZeros))),
        ]
      : []),
  ]);
  const list = [...operatorLine(skipped), ...skippedLines(skipped.filter(({ nodes }) => nodes === undefined))]
    .map((line) => `\n  ${line}`)
    .join('');
  return `${format}: ${counted(layers.length, 'layer')}\n\n${table}\n${list === '' ? '' : `\nskipped:${list}\n`}`;
}

/** Operators that have no weights, with their nodes; or nothing. */
function operatorLine(skipped: Inspection['skipped']): string[] {
  const operators = skipped.flatMap(({ name, nodes }) => (nodes === undefined ? [] : [`${name} (${nodes})`]));
  return operators.length === 0 ? [] : [`operators without a weight matrix: ${operators.join(', ')}`];
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
