import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A folder of committed results and the command that makes it; `--out` is appended. */
export interface Golden {
  readonly folder: string;
  readonly argv: readonly string[];
  /** Which of the files are committed: those that people look at, not the megabytes behind them. */
  readonly keep: RegExp;
}

const TABLES_AND_CHARTS = ['--format', 'csv,md,svg'];

/** A figure of the EIE paper, by a sweep of the same name. */
function figure(name: string, keep: RegExp): Golden {
  return { folder: `reports/${name}`, argv: ['sweep', name, ...TABLES_AND_CHARTS], keep };
}

/** Every committed result folder but those of the examples. `npm run golden` rewrites them; test/reports.test.ts rebuilds and compares them. */
export const reports: readonly Golden[] = [
  { folder: 'reports/eie-benchmark', argv: ['run', 'eie-64pe', 'eie-benchmark'], keep: /./ },
  { folder: 'reports/ladder', argv: ['ladder', ...TABLES_AND_CHARTS], keep: /\.(csv|md|svg)$|^ladder\.json$/ },
  figure('eie-fig8', /^(points|layers|queue-depth.*)\.csv$|^result\.md$|^queue-depth.*\.svg$|^sweep\.json$/),
  figure('eie-fig9', /^(points|layers|sram-width.*)\.csv$|^result\.md$|^sram-width.*\.svg$|^sweep\.json$/),
  figure('eie-fig10', /^points\.csv$|^result\.md$|^sweep-lines\.svg$|^sweep\.json$/),
  figure('eie-fig11-13', /^points\.csv$|^layers\.csv$|^result\.md$|against-processing-elements\.(csv|svg)$|^sweep\.json$/),
  figure('eie-design-space', /^sensitivity\.csv$|^result\.md$|^(heat-map|sweep-lines)\.svg$/),
  { folder: 'reports/operations', argv: ['plot', 'operation-costs', 'number-formats', '--format', 'csv,svg'], keep: /./ },
];

/** What is committed of a result: the names of the files that `keep` keeps. */
export function keptFiles(folder: string, keep: RegExp): string[] {
  return readdirSync(folder)
    .filter((file) => keep.test(file) && !file.startsWith('.'))
    .toSorted();
}

/** An example: its folder, and the first `npx picojoule ...` line of its README without the program's name. */
export interface Example {
  readonly name: string;
  readonly folder: string;
  /** The tables and charts of that command, and of every sweep that the README shows. */
  readonly reports: readonly [Golden, ...Golden[]];
  /** A script that must run before (`node ...` in the README); undefined where there is none. */
  readonly script: string | undefined;
  /** A development dependency that it reads and that is not installed. */
  readonly missing: string | undefined;
}

/** All examples of one command and its sweeps, from their READMEs, so that what a student types is what is tested; the lab has files of its own. */
export function examples(): Example[] {
  return readdirSync('examples', { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join('examples', entry.name, 'expected.json')))
    .map(({ name }) => {
      const folder = join('examples', name);
      const readme = readFileSync(join(folder, 'README.md'), 'utf8');
      const [command, ...others] = [...readme.matchAll(/^npx picojoule (.+)$/gm)].map(([, words]) => words.trim().split(/\s+/));
      if (command === undefined) throw new Error(`${folder}/README.md has no line "npx picojoule ..."`);
      const script = /^node (\S+)$/m.exec(readme)?.[1];
      return { name, folder, script, reports: exampleReports(name, command, others), missing: missingPackage(folder) };
    });
}

const EXAMPLE_FILES = /^(result\.md|result\.json|sweep\.json|ladder\.json|points\.csv|(arithmetic-against-memory|ladder|precision-against-accuracy|sweep-lines)\.svg)$/;

/** The folder of the first command is named as the example; that of a sweep by its own --out. */
function exampleReports(name: string, first: readonly string[], others: readonly (readonly string[])[]): [Golden, ...Golden[]] {
  const golden = (folder: string, argv: readonly string[]): Golden => {
    return { folder: `reports/examples/${folder}`, argv: [...argv, ...TABLES_AND_CHARTS], keep: EXAMPLE_FILES };
  };
  const sweeps = others
    .filter(([command]) => command === 'sweep')
    .map((argv) => golden(argv[argv.indexOf('--out') + 1], argv.slice(0, argv.indexOf('--out'))));
  return [golden(name, first), ...sweeps];
}

/** The part of a record that expected.json pins: same keys, values of the record. */
export function pick(record: unknown, shape: unknown): unknown {
  if (Array.isArray(shape)) return shape.map((part, i) => pick((record as unknown[] | undefined)?.[i], part));
  if (shape === null || typeof shape !== 'object') return record;
  return Object.fromEntries(Object.entries(shape).map(([key, part]) => [key, pick((record as Record<string, unknown> | undefined)?.[key], part)]));
}

/** expected.json of an example. */
export function expectedOf(example: Example): unknown {
  const file = join(example.folder, 'expected.json');
  if (!existsSync(file)) throw new Error(`${file} is missing`);
  return JSON.parse(readFileSync(file, 'utf8'));
}

/** Runs the script of an example, where it has one. */
export function prepare({ script }: Example): void {
  if (script !== undefined) execFileSync(process.execPath, [script]);
}

/** The package of which an example's network.yaml or train.mjs reads, where it is not there. */
function missingPackage(folder: string): string | undefined {
  const files = ['network.yaml', 'train.mjs'].map((name) => join(folder, name)).filter((file) => existsSync(file));
  const paths = files.flatMap((file) => [...readFileSync(file, 'utf8').matchAll(/\.\.\/\.\.\/(node_modules\/((?:@[^/\s]+\/)?[^/\s]+)[^\s']*)/g)]);
  return paths.find(([, path]) => !existsSync(path))?.[2];
}
