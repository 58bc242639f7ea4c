import { basename, dirname, resolve } from 'node:path';
import { freeze } from '../base/freeze.ts';
import { type Fault, type Place, UserError } from '../base/user-error.ts';
import { parseReference } from './accelergy/parse-reference.ts';
import { referenceEnergy } from './accelergy/reference-energy.ts';
import { parseReferenceTable, type ReferenceTable } from './accelergy/reference-table.ts';
import { type ConfigTree, placeOf } from './config-tree.ts';
import type { EnergyRow, EnergyTable } from './energy-table.ts';
import { type EnergyRowConfig, type EnergyTableConfig, energyTableSchema } from './energy-table-schema.ts';
import { findConfig } from './find-config.ts';
import { readConfig } from './read-config.ts';
import { readLayers, readTextLayers } from './read-layers.ts';
import { readConfigText } from './read-text.ts';
import { toAttributes } from './row-attributes.ts';

/** Reads an energy reference table: a path, or the name of a built-in one. Throws a UserError with all faults of the file. */
export async function loadEnergyTable(file: string): Promise<EnergyTable> {
  const config = findConfig(file, 'energy');
  return toEnergyTable(await readLayers(config, 'energy'), config.file);
}

/** The same from text. */
export async function loadEnergyTableText(text: string, file = 'table.yaml'): Promise<EnergyTable> {
  return toEnergyTable(await readTextLayers(text, { file, display: file }, 'energy'), file);
}

async function toEnergyTable(tree: ConfigTree, file: string): Promise<EnergyTable> {
  const { name, technology, rows, ert } = await readConfig(energyTableSchema, tree, checkRows);
  const reference = ert === undefined ? undefined : await loadReferenceTable(resolve(dirname(file), ert), ert);
  const priced = rows.map((row, index) => toRow(row, reference, placeOf(tree, ['rows', index, 'ert'])));
  return freeze({ name, file: basename(file), technologyNm: technology, rows: priced });
}

function toRow(row: EnergyRowConfig, reference: ReferenceTable | undefined, place: Place): EnergyRow {
  const { component, action, energy, model, ert, source, provenance } = row;
  return {
    component,
    action,
    energyPj: ert === undefined ? (energy ?? null) : energyOf(reference, ert, place),
    model: model ?? null,
    attributes: toAttributes(row),
    source,
    provenance,
  };
}

/** The price of a row that refers into the table's ERT, in pJ. */
function energyOf(reference: ReferenceTable | undefined, ert: string, place: Place): number {
  if (reference === undefined)
    throw UserError.at(place, 'expected the key `ert` of the table to name an Accelergy ERT, found none', 'ACCELERGY');
  const { component, action, arguments: given } = parseReference(ert, place);
  return referenceEnergy(reference, component, action, given);
}

async function loadReferenceTable(file: string, display: string): Promise<ReferenceTable> {
  return parseReferenceTable(await readConfigText(file, display), display);
}

/** Each row has a price or a model, and no two rows price the same thing. */
function checkRows({ rows }: EnergyTableConfig, tree: ConfigTree): Fault[] {
  const seen = new Map<string, number>();
  return rows.flatMap((row, index) => {
    const place = placeOf(tree, ['rows', index]);
    const given = (['energy', 'model', 'ert'] as const).filter((key) => row[key] !== undefined);
    if (given.length !== 1) {
      return [
        {
          place,
          message: `expected one of energy, model and ert, found ${given.length === 0 ? 'none' : given.join(' and ')}`,
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
