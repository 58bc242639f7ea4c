import { type ReportTable, tableOf, wordColumn } from './report-table.ts';

interface Setting {
  readonly key: string;
  readonly value: string;
}

/** Every leaf of a record under its path; lists of plain values on one line. */
function settings(value: unknown, path: string): Setting[] {
  if (Array.isArray(value) && value.every((item) => typeof item !== 'object'))
    return [{ key: path, value: value.join(', ') }];
  if (typeof value !== 'object' || value === null) return [{ key: path, value: String(value ?? '-') }];
  return Object.entries(value).flatMap(([key, part]) => settings(part, path === '' ? key : `${path}.${key}`));
}

/** The resolved configuration, defaults and all, one row a key. */
export function configTable(record: object): ReportTable {
  const columns = [
    wordColumn<Setting>('key', ({ key }) => key),
    wordColumn<Setting>('value', ({ value }) => value, 'the unit ends the name of the key'),
  ];
  return tableOf('config', 'Resolved configuration, defaults and all', columns, settings(record, ''));
}
