import { signedPercent } from '../../reproduce/deviations/figures-text.ts';
import type { ComparedRow, ContextTable, ReproducedSection, ReproductionResult } from '../../reproduce/record.ts';
import { movedColumns, slug } from '../../reproduce/section.ts';
import { type ColumnOf, headOf, numberColumn, type ReportTable, tableOf, wordColumn } from '../tables/report-table.ts';
import { numberText } from '../text/number-text.ts';

/** `eie/table-2` as a name of files. */
export function fileName(id: string): string {
  return id.replaceAll('/', '-');
}

/** Four significant digits: as many as tables of papers have, and one. */
function foundText(value: number): string {
  return numberText(value, 4);
}

const changeText = (share: number) => signedPercent(share, 1);

/** The unit that all rows have, or none. */
function unitOf(rows: readonly ComparedRow[]): string {
  const [{ unit }] = rows;
  return rows.every((row) => row.unit === unit) ? unit : '';
}

/** Why a row differs: the number of its deviation, and what is known of it alone. */
function remarkOf({ deviation, cause }: Pick<ComparedRow, 'deviation' | 'cause'>): string {
  return [deviation === undefined ? undefined : `D${deviation}`, cause].filter((part) => part !== undefined).join(': ');
}

/** Published, each of ours, and the difference in per cent: a table, or several where the section has several kinds of rows. */
export function comparedTables(section: ReproducedSection): ReportTable[] {
  const kinds = [...new Set(section.rows.map(({ table }) => table))];
  return kinds.map((kind) =>
    comparedTable(
      section,
      kind,
      section.rows.filter(({ table }) => table === kind),
    ),
  );
}

function comparedTable(
  { id, title, choices }: ReproducedSection,
  kind: string | undefined,
  rows: readonly ComparedRow[],
): ReportTable {
  const unit = unitOf(rows);
  const isMixed = unit === '' && rows.some((row) => row.unit !== '');
  const nameOf = (row: ComparedRow) => (isMixed && row.unit !== '' ? `${row.name} (${row.unit})` : row.name);
  const hasPublished = rows.some(({ published }) => published !== null);
  const has = (values: (row: ComparedRow) => readonly (number | null)[], k: number) =>
    rows.some((row) => values(row)[k] !== null);
  const columns: ColumnOf<ComparedRow>[] = [
    wordColumn('', nameOf),
    ...(hasPublished
      ? [numberColumn<ComparedRow>('published', unit, ({ published }) => published, { write: String })]
      : []),
    ...choices.flatMap(({ title: head, meaning }, k): ColumnOf<ComparedRow>[] => [
      ...(has(({ ours }) => ours, k)
        ? [numberColumn<ComparedRow>(headOf(head), unit, ({ ours }) => ours[k], { write: foundText, meaning })]
        : []),
      ...(has(({ differences }) => differences, k)
        ? [
            numberColumn<ComparedRow>('differ\u00adence', '%', ({ differences }) => differences[k], {
              write: changeText,
              meaning: `of "${head}" from the published figure`,
            }),
          ]
        : []),
    ]),
    ...(rows.some((row) => remarkOf(row) !== '') ? [wordColumn<ComparedRow>('cause', remarkOf)] : []),
  ];
  return tableOf(
    kind === undefined ? fileName(id) : `${fileName(id)}-${slug(kind)}`,
    kind === undefined ? title : `${title}: ${kind}`,
    columns,
    rows,
  );
}

/** What a paper says in words, and whether it holds. */
export function claimsTable({ id, title, claims }: ReproducedSection): ReportTable | undefined {
  if (claims.length === 0) return undefined;
  type Claim = (typeof claims)[number];
  const columns: ColumnOf<Claim>[] = [
    wordColumn('the paper says', ({ claim }) => claim),
    wordColumn('here', ({ found }) => found),
    wordColumn('holds', ({ holds, deviation }) =>
      holds ? 'yes' : `no${deviation === undefined ? '' : ` (D${deviation})`}`,
    ),
  ];
  return tableOf(`${fileName(id)}-claims`, `${title}: what the paper says in words`, columns, claims);
}

/** Figures of others beside it. */
export function contextTable({ name, caption, unit, columns, rows, note }: ContextTable): ReportTable {
  const text = (value: number | string | null) =>
    value === null ? '-' : typeof value === 'number' ? contextText(value) : value;
  return {
    name,
    caption,
    columns: [
      { head: '', unit: '', align: 'left' },
      ...columns.map((head) => ({ head: headOf(head), unit, align: 'right' as const })),
    ],
    rows: rows.map((row) => [
      { text: row.name },
      ...row.values.map((value) => ({ text: text(value), ...(value !== null && { value }) })),
    ]),
    ...(note !== undefined && { note }),
  };
}

/** Published numbers as they are; ours with four digits. */
function contextText(value: number): string {
  return Number(value.toPrecision(6)) === value ? String(value) : foundText(value);
}

/** Rows that moved since the reference set was made. */
export function movedTable({ sections, moved }: ReproductionResult): ReportTable | undefined {
  const rows = sections.flatMap((section) =>
    section.rows
      .filter(({ id }) => moved.includes(id))
      .flatMap((row) =>
        movedColumns(row).map(({ column, ...values }) => ({ row, choice: section.choices[column].title, ...values })),
      ),
  );
  if (rows.length === 0) return undefined;
  type Moved = (typeof rows)[number];
  const columns: ColumnOf<Moved>[] = [
    wordColumn('row', ({ row }) => row.id),
    wordColumn('column', ({ choice }) => choice),
    numberColumn('reference', '', ({ before }) => before, { write: foundText }),
    numberColumn('now', '', ({ now }) => now, { write: foundText }),
    numberColumn('change', '%', ({ now, before }) => (before === 0 ? null : now / before - 1), { write: changeText }),
    numberColumn('tolerance', '%', ({ row }) => row.tolerance, { write: (share) => `${100 * share}` }),
  ];
  return tableOf('moved', 'Rows that moved since the reference set was made', columns, rows, { keys: 2 });
}

/** The deviations that the rows cite. */
export function deviationsTable({ deviations }: ReproductionResult): ReportTable | undefined {
  if (deviations.length === 0) return undefined;
  type Cited = (typeof deviations)[number];
  const columns: ColumnOf<Cited>[] = [
    wordColumn('number', ({ number }) => `D${number}`),
    wordColumn('of', ({ title }) => title),
    wordColumn('cause, as far as known', ({ cause }) => cause),
  ];
  return tableOf('deviations', 'Deviations that the rows cite (DEVIATIONS.md has them in full)', columns, deviations);
}
