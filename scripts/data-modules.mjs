// Makes modules of the package's own data, so that what computes with them needs no file system: generated/version.ts,
// generated/energy/NAME.ts of each figures file configs/energy/NAME (.csv as text, .json as a record, its long `tables` as packed numbers), and
// generated/configs.ts with all YAML files.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';

const FIGURES = join('configs', 'energy');
const NOTE = (source) => `// Made of ${source} by scripts/data-modules.mjs; change that file.\n`;

/** Writes generated/; a module that is the same already keeps its time, and one whose source is gone goes. */
export function writeDataModules(folder = 'generated') {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
  const modules = new Map([
    ['version.ts', `${NOTE('package.json')}export const VERSION = ${JSON.stringify(version)};\n`],
  ]);
  for (const file of readdirSync(FIGURES)) {
    const text = readFileSync(join(FIGURES, file), 'utf8');
    const source = NOTE(`${FIGURES}/${file}`);
    if (file.endsWith('.csv'))
      modules.set(
        `energy/${file}.ts`,
        `${source}const text: string = ${JSON.stringify(text)};\nexport default text;\n`,
      );
    if (file.endsWith('.json'))
      modules.set(
        `energy/${file}.ts`,
        `${source}const data = ${JSON.stringify(withPackedTables(JSON.parse(text)))};\nexport default data;\n`,
      );
  }
  const configs = readdirSync('configs', { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => `configs/${file.replaceAll('\\', '/')}`)
    .toSorted();
  const texts = JSON.stringify(Object.fromEntries(configs.map((file) => [file, readFileSync(file, 'utf8')])));
  modules.set(
    'configs.ts',
    `${NOTE('configs/')}/** Every built-in config: path -> text, as memoryFiles takes them. */\nexport const configs: Readonly<Record<string, string>> = ${texts};\n`,
  );
  mkdirSync(join(folder, 'energy'), { recursive: true });
  for (const [name, text] of modules) {
    const file = join(folder, name);
    if (!existsSync(file) || readFileSync(file, 'utf8') !== text) writeFileSync(file, text);
  }
  for (const file of readdirSync(join(folder, 'energy')))
    if (!modules.has(`energy/${file}`)) rmSync(join(folder, 'energy', file));
}

/** The texts of a record's `tables` as numbers, deflated and in base64: src/energy/sram/packed-table.ts reads them. */
function withPackedTables(record) {
  if (record.tables === undefined) return record;
  const packed = Object.entries(record.tables).map(([name, text]) => {
    const planes = planesOf(numbersOf(text.split('\n')).map(decimalOf));
    return [name, deflateRawSync(planes, { level: 9 }).toString('base64')];
  });
  return { ...record, tables: Object.fromEntries(packed) };
}

/**
 * Lines `numbers:row;row`: how many there are, how many numbers stand before a colon and in a row, the rows of each line, then all columns one after the other, for what stands in
 * one is alike.
 */
function numbersOf(lines) {
  const parts = lines.map((line) => {
    const [head, rows] = line.split(':');
    return { head: head.split(' '), rows: rows.split(';').map((row) => row.split(' ')) };
  });
  const heads = parts.map(({ head }) => head);
  const rows = parts.flatMap((part) => part.rows);
  const columns = (table) => table[0].flatMap((_, k) => table.map((row) => row[k]));
  const shape = [parts.length, heads[0].length, rows[0].length, ...parts.map((part) => part.rows.length)];
  return [...shape.map(String), ...columns(heads), ...columns(rows)];
}

/** A decimal: its digits as a number, and how many of them stand behind the point. */
function decimalOf(text) {
  const [, whole, part = ''] = /^(\d*)(?:\.(\d+))?$/.exec(text);
  let [digits, behind] = [Number(whole + part), part.length];
  while (behind > 0 && digits % 10 === 0) [digits, behind] = [digits / 10, behind - 1];
  if (digits >= 2 ** 32 || behind >= 23 || digits / 10 ** behind !== Number(text))
    throw new Error(`${text}: expected at most nine digits`);
  return { digits, behind };
}

/** Where the points are, then the lowest byte of all digits, the next, and so on. */
function planesOf(decimals) {
  const bytes = new Uint8Array(decimals.length * 5);
  for (const [k, { digits, behind }] of decimals.entries()) {
    bytes[k] = behind;
    for (let plane = 1; plane < 5; plane++) bytes[plane * decimals.length + k] = digits >>> (8 * (plane - 1));
  }
  return bytes;
}
