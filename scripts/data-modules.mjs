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
    const words = Uint32Array.from(text.split('\n').flatMap(wordsOf));
    return [name, deflateRawSync(new Uint8Array(words.buffer), { level: 9 }).toString('base64')];
  });
  return { ...record, tables: Object.fromEntries(packed) };
}

/** A line `numbers:numbers;numbers` as words: how many numbers stand before the colon, how many behind it, and all of them. */
function wordsOf(line) {
  const [head, rows] = line.split(':').map((part) => part.split(/[ ;]/));
  return [head.length, rows.length, ...[...head, ...rows].map(decimalOf)];
}

/** A decimal as one word: its digits, then in five bits how many of them stand behind the point. */
function decimalOf(text) {
  const [, whole, part = ''] = /^(\d*)(?:\.(\d+))?$/.exec(text);
  let [digits, behind] = [Number(whole + part), part.length];
  while (behind > 0 && digits % 10 === 0) [digits, behind] = [digits / 10, behind - 1];
  if (digits >= 2 ** 27 || behind >= 23 || digits / 10 ** behind !== Number(text))
    throw new Error(`${text}: expected at most eight digits`);
  return digits * 32 + behind;
}
