import type { CacheRow, MachineRow, MeasuredBeside } from '../../run/platforms/machine-rows.ts';
import { numberText, percentText } from '../text/number-text.ts';
import { siPrefix } from '../text/si-prefix.ts';
import { type ColumnOf, numberColumn, type ReportTable, tableOf, wordColumn } from './report-table.ts';

/** The simulated machine and what was measured on real ones, row by row. */
export function platformTable({ of, rows }: MeasuredBeside): ReportTable {
  const energies = rows.flatMap(({ grossPj, netPj }) => [grossPj ?? 0, netPj ?? 0]);
  const smallest = Math.min(...energies.filter((energy) => energy > 0));
  const energy = siPrefix(Math.max(smallest, Math.max(...energies) / 1000), 'J', -12);
  const time = siPrefix(Math.max(...rows.map(({ timeUs }) => timeUs)), 's', -6);
  const columns: ColumnOf<MachineRow>[] = [
    wordColumn('machine', ({ name }) => name),
    wordColumn('', ({ provenance }) => provenance),
    wordColumn(
      'weights',
      ({ weights, caches }) => (caches === null ? weights : `${weights}, ${caches}`),
      'cold: from DRAM; hot: out of a cache',
    ),
    numberColumn('batch', '', ({ batch }) => batch, { write: String }),
    ...(of === 'layers'
      ? [
          numberColumn<MachineRow>('layers', '', ({ layers }) => layers, {
            write: String,
            meaning: 'of the run that were measured in the same shape',
          }),
        ]
      : []),
    numberColumn('time', time.unit, ({ timeUs }) => timeUs, { factor: time.factor }),
    numberColumn('energy\ngross', energy.unit, ({ grossPj }) => grossPj, {
      factor: energy.factor,
      meaning: 'all of the machine',
    }),
    numberColumn('energy\nnet', energy.unit, ({ netPj }) => netPj, {
      factor: energy.factor,
      meaning: 'less the power of the idle card; of the simulated machine without leakage',
    }),
    numberColumn('times\nsimulated', '', ({ timesSimulated }) => timesSimulated, {
      meaning: 'gross energy over that of the simulated machine for the same layers',
    }),
  ];
  const caption =
    of === 'layers' ? 'Simulated and measured, one input' : 'Simulated and measured, a token for 10^9 weights';
  return tableOf('platforms', caption, columns, rows, { keys: 2 });
}

/** The key-value cache of a run and those that cards read, a byte of each; none where the run had no cache. */
export function cacheTables({ cache }: MeasuredBeside): ReportTable[] {
  if (cache === undefined) return [];
  const time = siPrefix(Math.max(...cache.map(({ timeUs }) => timeUs)), 's', -6);
  const columns: ColumnOf<CacheRow>[] = [
    wordColumn('machine', ({ name }) => name),
    wordColumn('', ({ provenance }) => provenance),
    wordColumn('key-value cache', (row) => row.cache),
    numberColumn('tokens\nin it', '', ({ context }) => context, { write: String, meaning: 'of each sequence' }),
    numberColumn('batch', '', ({ batch }) => batch, { write: String }),
    numberColumn('moved', 'MB', ({ bytes }) => bytes, { factor: 1e-6, meaning: 'for one token' }),
    numberColumn('time', time.unit, ({ timeUs }) => timeUs, { factor: time.factor }),
    numberColumn('a byte\ngross', 'pJ', ({ grossPjPerByte }) => grossPjPerByte, { meaning: 'all of the machine' }),
    numberColumn('a byte\nnet', 'pJ', ({ netPjPerByte }) => netPjPerByte, {
      meaning: 'less the power of the idle card; of the simulated machine without leakage',
    }),
  ];
  return [tableOf('caches', 'Key-value caches, simulated and measured, one token', columns, cache, { keys: 2 })];
}

/** How far to trust the measured rows, and what was left out. */
export function platformLines({ of, platforms, unmatched, cache }: MeasuredBeside): string[] {
  const what =
    of === 'layers'
      ? `energy and time of one input${unmatched.length === 0 ? '' : `; not measured: ${unmatched.slice(0, 4).join(', ')}${unmatched.length > 4 ? ` and ${unmatched.length - 4} more` : ''}`}`
      : 'a decoded token divided by its weights and multiplied by 10^9; the cards decoded the 224 linear layers of a Llama-2-7B alone, without attention, norms, head and sampling';
  return [
    `Measured rows: ${what}.`,
    ...(cache === undefined
      ? []
      : [
          'Key-value caches: the cards computed attention of a token over all layers with them, products and softmax included; the simulated machine only moves the cache.',
        ]),
    ...platforms.map(
      ({ name, measured, device, energyUncertainty, timeUncertainty }) =>
        `${name} (${measured}; ${device}): energy of the whole card by its own counter, plus or minus ${percentText(energyUncertainty, 0)} %, times ${numberText(100 * timeUncertainty)} %; net is less the power of the idle card.`,
    ),
  ];
}
