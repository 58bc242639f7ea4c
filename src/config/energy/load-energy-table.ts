import type { Files } from '../../base/files/files.ts';
import { basename, dirname, resolve } from '../../base/files/path.ts';
import { freeze } from '../../base/freeze.ts';
import { type Fault, faultsOf, formatPlace, type Place, UserError } from '../../base/user-error.ts';
import { rowEnergies } from '../accelergy/row-energy.ts';
import { type ConfigTree, placeOf } from '../yaml/config-tree.ts';
import { type ConfigFile, findConfig } from '../yaml/find-config.ts';
import { readConfig } from '../yaml/read-config.ts';
import { readLayers, readTextLayers } from '../yaml/read-layers.ts';
import type { EnergyRow, EnergyTable } from './energy-table.ts';
import { type EnergyRowConfig, type EnergyTableConfig, energyTableSchema } from './energy-table-schema.ts';
import { attributeFaults, toAttributes } from './row-attributes.ts';

/** Reads an energy reference table: a path, or the name of a built-in one. Throws a UserError with all faults of the file. */
export async function loadEnergyTable(files: Files, file: string): Promise<EnergyTable> {
  return tableAt(files, findConfig(files, file, 'energy'), []);
}

/** The same from text. */
export async function loadEnergyTableText(files: Files, text: string, file = 'table.yaml'): Promise<EnergyTable> {
  return toEnergyTable(files, readTextLayers(files, text, { file, display: file }, 'energy'), file);
}

function tableAt(files: Files, config: ConfigFile, above: readonly string[]): Promise<EnergyTable> {
  return toEnergyTable(files, readLayers(files, config, 'energy'), config.file, above);
}

interface TableOf {
  readonly tree: ConfigTree;
  readonly file: string;
  readonly technology: number;
  readonly priced: readonly EnergyRow[];
  /** Tables that leave their rest to this one. */
  readonly above: readonly string[];
}

/** Rows of the table that prices the rest: those of actions that have no row yet. */
async function restOfRows(
  files: Files,
  name: string,
  { tree, file, technology, priced, above }: TableOf,
): Promise<EnergyRow[]> {
  const place = placeOf(tree, ['rest']);
  const config = findConfig(files, name, 'energy', dirname(resolve(files.workingFolder, file)), place);
  if ([...above, file].includes(config.file))
    throw UserError.at(
      place,
      `expected a table that does not leave its rest to this one, found ${name}`,
      'CONFIG_LOOP',
    );
  const rest = await tableAt(files, config, [...above, file]);
  if (rest.technologyNm !== technology)
    throw UserError.at(
      place,
      `expected a table for ${technology} nm, found one for ${rest.technologyNm} nm`,
      'CONFIG_CONTRADICTION',
    );
  const own = new Set(priced.map(({ component, action }) => `${component}.${action}`));
  return rest.rows.filter(({ component, action }) => !own.has(`${component}.${action}`));
}

async function toEnergyTable(
  files: Files,
  tree: ConfigTree,
  file: string,
  above: readonly string[] = [],
): Promise<EnergyTable> {
  const { name, technology, rows, ert, rest } = await readConfig(energyTableSchema, tree, checkRows);
  const energies = rowEnergies(files, resolve(files.workingFolder, dirname(file)), ert);
  const priced: EnergyRow[] = [];
  const faults: Fault[] = [];
  for (const [index, row] of rows.entries()) {
    const place = placeOf(tree, ['rows', index]);
    const found = await faultsOf(async () => priced.push(toRow(row, await energies.energyOf(row, place))));
    faults.push(...found.map((fault) => referredFrom(place, fault)));
  }
  if (faults.length > 0) throw new UserError(faults);
  if (rest !== undefined) priced.push(...(await restOfRows(files, rest, { tree, file, technology, priced, above })));
  return freeze({ name, file: basename(file), technologyNm: technology, rows: priced });
}

/** What another file lacks is told where the row asks for it; what is wrong in that file has its own line. */
function referredFrom(row: Place, fault: Fault): Fault {
  const { place, message } = fault;
  if (place.line !== undefined || place.file === undefined) return fault;
  return { ...fault, place: row, message: `${formatPlace(place)}: ${message}` };
}

/** `referred`: the energy that the row takes from one of Accelergy's files. */
function toRow(row: EnergyRowConfig, referred: number | undefined): EnergyRow {
  const { component, action, energy, model, source, provenance } = row;
  return {
    component,
    action,
    energyPj: referred ?? energy ?? null,
    model: model ?? null,
    attributes: toAttributes(row),
    source,
    provenance,
  };
}

/** Each row has a price or a model, and no two rows price the same thing. */
function checkRows({ rows }: EnergyTableConfig, tree: ConfigTree): Fault[] {
  const seen = new Map<string, number>();
  return rows.flatMap((row, index) => {
    const place = placeOf(tree, ['rows', index]);
    const asked = attributeFaults(row, tree, ['rows', index]);
    if (asked.length > 0) return asked;
    const given = (['energy', 'model', 'ert', 'csv'] as const).filter((key) => row[key] !== undefined);
    if (given.length !== 1) {
      return [
        {
          place,
          message: `expected one of energy, model, ert and csv, found ${given.length === 0 ? 'none' : given.join(' and ')}`,
          code: 'ENERGY_ROW',
        },
      ];
    }
    const key = JSON.stringify([row.component, row.action, toAttributes(row)]);
    const before = seen.get(key);
    seen.set(key, before ?? index);
    if (before === undefined) return [];
    const line = placeOf(tree, ['rows', before]).line;
    return [
      {
        place,
        message: `a row for ${row.component}.${row.action} with these attributes stands already in line ${line}; keep one`,
        code: 'REPEATED_NAME',
      },
    ];
  });
}
