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
    column('non-zeros', ({ nonZeroWeights }) => String(nonZeroWeights)),
    column('density\n%', ({ weightDensity }) => percentText(weightDensity, 2)),
    column('distinct\nvalues', ({ distinctValues }) => String(distinctValues)),
    column('minimum', ({ minimum }) => numberText(minimum, 4)),
    column('maximum', ({ maximum }) => numberText(maximum, 4)),
  ]);
  const list = skipped.map(({ name, reason }) => `\n  ${name}: ${reason}`).join('');
  return `${format}: ${layers.length} layer${layers.length === 1 ? '' : 's'}\n\n${table}\n${list === '' ? '' : `\nskipped:${list}\n`}`;
}
