import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A folder of committed results and the command that makes it; the folder is appended as --out. */
export interface Golden {
  readonly folder: string;
  readonly argv: readonly string[];
}

/** Every committed result folder. `npm run golden` rewrites them; test/reports.test.ts rebuilds and compares them. */
export const reports: readonly Golden[] = [{ folder: 'reports/eie-benchmark', argv: ['run', 'eie-64pe', 'eie-benchmark'] }];

/** An example: its folder, and the first `npx picojoule ...` line of its README without the program's name. */
export interface Example {
  readonly name: string;
  readonly folder: string;
  readonly argv: readonly string[];
  /** A script that must run before (`node ...` in the README); undefined where there is none. */
  readonly script: string | undefined;
  /** A development dependency that it reads and that is not installed. */
  readonly missing: string | undefined;
}

/** All examples, from their READMEs, so that what a student types is what is tested. */
export function examples(): Example[] {
  return readdirSync('examples', { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => {
      const folder = join('examples', name);
      const readme = readFileSync(join(folder, 'README.md'), 'utf8');
      const command = /^npx picojoule (.+)$/m.exec(readme)?.[1];
      if (command === undefined) throw new Error(`${folder}/README.md has no line "npx picojoule ..."`);
      const script = /^node (\S+)$/m.exec(readme)?.[1];
      return { name, folder, script, argv: [...command.trim().split(/\s+/), '--json'], missing: missingPackage(folder) };
    });
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
