import type { PhaseResult } from '../../../run/language/language-result.ts';
import type { RunResult } from '../../../run/result.ts';
import { categories, categoryTitles } from '../../categories.ts';
import { siPrefix } from '../../text/si-prefix.ts';
import { type ColumnOf, numberColumn, type ReportTable, tableOf, wordColumn } from '../report-table.ts';

type Row = PhaseResult & { readonly phase: string };

/** What a token costs where the prompt is read, and where text is written; undefined where the network is no language model. */
export function languageTable({ language, token, prefill }: RunResult): ReportTable | undefined {
  const decode = language === undefined ? token : (language.decode ?? undefined);
  const read = language?.prefill ?? prefill;
  const rows: Row[] = [
    ...(read === undefined ? [] : [{ ...read, phase: 'prefill' }]),
    ...(decode === undefined ? [] : [{ ...decode, phase: 'decode' }]),
  ];
  if (rows.length === 0) return undefined;
  const energy = siPrefix(Math.max(...rows.map((row) => row.energyPerTokenPj)), 'J', -12);
  const perToken = (value: (row: Row) => number) => (row: Row) => value(row) / row.tokens;
  const shown = categories.filter((category) => category !== 'dram' || rows.some((row) => row.energyPj.dram > 0));
  const columns: ColumnOf<Row>[] = [
    wordColumn(
      'per token',
      ({ phase }) => phase,
      'prefill: the prompt, all of it in one pass; decode: each new token in one',
    ),
    numberColumn('passes', '', (row) => row.passes, { write: String }),
    numberColumn('tokens', '', (row) => row.tokens, { write: String, meaning: 'of all sequences of the batch' }),
    numberColumn('tokens\nper s', '', (row) => row.tokensPerSecond),
    numberColumn('time', 'us', (row) => row.timePerTokenUs),
    numberColumn('energy', energy.unit, (row) => row.energyPerTokenPj, { factor: energy.factor }),
    ...shown.map((category) =>
      numberColumn<Row>(
        categoryTitles[category],
        energy.unit,
        perToken((row) => row.energyPj[category]),
        { factor: energy.factor },
      ),
    ),
    ...(rows.some((row) => row.bytesPerToken.dram > 0) ? [bytes('DRAM', (row) => row.bytesPerToken.dram)] : []),
    bytes('SRAM', (row) => row.bytesPerToken.sram),
    bytes('regis\u00adters', (row) => row.bytesPerToken.registers),
  ];
  return tableOf('tokens', 'What a token costs', columns, rows);
}

function bytes(head: string, value: (row: Row) => number): ColumnOf<Row> {
  return numberColumn(`${head}\nmoved`, 'kB', value, {
    factor: 1 / 1000,
    meaning: 'bytes that this level moves for a token',
  });
}
