import type { ReproductionResult } from '../../reproduce/record.ts';
import type { OutputFile } from '../files/write-files.ts';
import { csvText } from '../text/csv-text.ts';

const ROW_COLUMNS = [
  'id',
  'name',
  'unit',
  'place',
  'table',
  'published',
  'choice',
  'ours',
  'difference',
  'expected',
  'tolerance',
  'moved',
  'deviation',
  'cause',
];
const CLAIM_COLUMNS = ['id', 'claim', 'place', 'found', 'holds', 'deviation'];

/** rows.csv: a line for each row and choice; claims.csv. */
export function reproductionFiles({ sections }: ReproductionResult): OutputFile[] {
  const rows = sections.flatMap(({ rows: compared, choices }) =>
    compared.flatMap((row) =>
      choices.flatMap((choice, k) =>
        row.ours[k] === null
          ? []
          : [
              {
                ...row,
                choice: choice.name,
                ours: row.ours[k],
                difference: row.differences[k],
                expected: row.expected[k],
              },
            ],
      ),
    ),
  );
  return [
    {
      name: 'rows.csv',
      content: csvText(
        ROW_COLUMNS,
        rows.map(({ differences: _differences, ...row }) => row),
      ),
    },
    {
      name: 'claims.csv',
      content: csvText(
        CLAIM_COLUMNS,
        sections.flatMap(({ claims }) => claims).map((claim) => ({ ...claim })),
      ),
    },
  ];
}
