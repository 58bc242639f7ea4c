import type { MachineRow, MeasuredBeside } from '../../run/platforms/machine-rows.ts';
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

/** How far to trust the measured rows, and what was left out. */
export function platformLines({ of, platforms, unmatched }: MeasuredBeside): string[] {
  const what =
    of === 'layers'
      ? `energy and time of one input${unmatched.length === 0 ? '' : `; not measured: ${unmatched.slice(0, 4).join(', ')}${unmatched.length > 4 ? ` and ${unmatched.length - 4} more` : ''}`}`
      : 'a decoded token divided by its weights and multiplied by 10^9; the cards decoded the 224 linear layers of a Llama-2-7B alone, without attention, norms, head and sampling';
  return [
    `Measured rows: ${what}.`,
    ...platforms.map(
      ({ name, measured, device, energyUncertainty, timeUncertainty }) =>
        `${name} (${measured}; ${device}): energy of the whole card by its own counter, plus or minus ${percentText(energyUncertainty, 0)} %, times ${numberText(100 * timeUncertainty)} %; net is less the power of the idle card.`,
    ),
  ];
}
