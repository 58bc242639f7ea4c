import type { Files } from '../../base/files/files.ts';
import { resolve } from '../../base/files/path.ts';
import { type Place, UserError } from '../../base/user-error.ts';
import { readConfigText } from '../yaml/read-text.ts';
import type { ActionArguments } from './accelergy-tree.ts';
import { type CostTable, costTableEnergy, parseCostTable } from './cost-table.ts';
import { referenceEnergy } from './reference-energy.ts';
import { parseReferenceTable, type ReferenceTable } from './reference-table.ts';

/** Where a row's energy stands in one of Accelergy's files. */
export interface RowReference {
  /** `system.glb.read`, or `system.pad.fill(address_delta=0)` where arguments tell variants apart. */
  readonly ert?: string | undefined;
  /** `adder.csv(latency=1 ns, action=add)`: file of a cost table, and what the row must have. */
  readonly csv?: string | undefined;
}

/** Gives the energy (pJ) of the rows of one energy table that refer into Accelergy's files; each file is read once. */
export interface RowEnergies {
  energyOf(row: RowReference, place: Place): Promise<number | undefined>;
}

/** Paths are relative to `folder`, that of the energy table; `ert` is the ERT that the table names. */
export function rowEnergies(files: Files, folder: string, ert: string | undefined): RowEnergies {
  let reference: ReferenceTable | undefined;
  const tables = new Map<string, CostTable>();
  const text = (file: string) => readConfigText(files, resolve(folder, file), file);
  return {
    async energyOf(row, place) {
      if (row.ert !== undefined) {
        const { name, given } = parseCall(row.ert, place);
        const dot = name.lastIndexOf('.');
        if (dot < 1) return refuse(row.ert, place);
        if (ert === undefined)
          throw UserError.at(
            place,
            'expected the key `ert` of the table to name an Accelergy ERT, found none',
            'ACCELERGY',
          );
        reference ??= parseReferenceTable(text(ert), ert);
        return referenceEnergy(reference, name.slice(0, dot), name.slice(dot + 1), given);
      }
      if (row.csv === undefined) return undefined;
      const { name, given = {} } = parseCall(row.csv, place);
      const table = tables.get(name) ?? parseCostTable(text(name), name);
      tables.set(name, table);
      return costTableEnergy(table, given);
    },
  };
}

/** `name(key=value, ...)`; a value that is a number becomes one. */
function parseCall(text: string, place: Place): { readonly name: string; readonly given: ActionArguments | undefined } {
  const parts = /^([^()]+)(?:\(([^()]*)\))?$/.exec(text.trim());
  if (parts === null) return refuse(text, place);
  const [, name, list] = parts;
  if (list === undefined) return { name, given: undefined };
  const pairs = list.split(',').map((pair): [string, number | string] => {
    const [key, value] = pair.split('=').map((part) => part.trim());
    if (key === '' || value === undefined || value === '') return refuse(text, place);
    return [key, Number.isNaN(Number(value)) ? value : Number(value)];
  });
  return { name, given: Object.fromEntries(pairs) };
}

function refuse(text: string, place: Place): never {
  const expected = '"system.glb.read", "system.pad.fill(address_delta=0)" or "adder.csv(latency=1 ns)"';
  throw UserError.at(place, `expected a reference such as ${expected}, found "${text}"`, 'ACCELERGY');
}
