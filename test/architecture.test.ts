import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import test from 'ava';

/** The house: each floor imports only floors below it (or its own). */
const FLOORS: Readonly<Record<string, number>> = {
  '..': -1, // generated/: data of the package
  papers: 0, // published figures: data
  base: 0,
  kernels: 0.5, // below all that computes
  config: 1,
  network: 1,
  compress: 2,
  simulate: 3,
  machines: 4,
  energy: 5,
  run: 6,
  node: 6.5,
  train: 6.7,
  sweep: 7,
  compare: 8,
  check: 8,
  reproduce: 8.5,
  report: 9,
  explore: 9.5, // the program of a page in a browser
  'catalogue.ts': 10,
  'index.ts': 10,
  'browser.ts': 7,
  cli: 11,
  program: 12,
  'bin.ts': 13,
};

interface Import {
  readonly file: string;
  readonly target: string;
}

const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
const imports: readonly Import[] = files.flatMap((file) => {
  const source = readFileSync(join('src', file), 'utf8');
  return [...source.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map(([, target]) => ({ file, target }));
});

function floorOf(file: string): number {
  const floor = FLOORS[file.split('/')[0]];
  if (floor === undefined) throw new Error(`src/${file} stands on no floor of the house`);
  return floor;
}

test('every file stands on a floor, and each floor imports only floors below it', (t) => {
  t.true(files.length > 50);
  const upward = imports
    .filter(({ target }) => target.startsWith('.'))
    .map(({ file, target }) => ({ file, target: normalize(join(dirname(file), target)) }))
    .filter(
      ({ file, target }) =>
        floorOf(target) > floorOf(file) || (floorOf(target) === floorOf(file) && crosses(file, target)),
    );
  t.deepEqual(upward, []);
});

/** Two folders on one floor may see each other's records only from config to network, never back. */
function crosses(file: string, target: string): boolean {
  return file.split('/')[0] === 'config' && target.split('/')[0] === 'network';
}

test('the command line imports only the public API and the errors, so the API is enough', (t) => {
  const door = /^(cli\/.*|index|base\/user-error|\.\.\/generated\/version)\.ts$/;
  const isAllowed = (file: string, target: string) => !target.startsWith('.') || door.test(join(dirname(file), target));
  t.deepEqual(
    imports.filter(({ file, target }) => file.startsWith('cli/') && !isAllowed(file, target)),
    [],
  );
});

test('each outside package is imported in one file', (t) => {
  const doors = new Map<string, Set<string>>();
  for (const { file, target } of imports) {
    if (target.startsWith('.') || target.startsWith('node:') || target === 'yargs') continue;
    const name = target
      .split('/')
      .slice(0, target.startsWith('@') ? 2 : 1)
      .join('/');
    doors.set(name, (doors.get(name) ?? new Set()).add(file));
  }
  t.deepEqual(
    [...doors].filter(([, where]) => where.size > 1).map(([name, where]) => `${name}: ${[...where].join(', ')}`),
    [],
  );
});

test('no file or folder is called utils, helpers, common or types', (t) => {
  t.deepEqual(
    files.filter((file) => file.split('/').some((part) => /^(utils?|helpers?|common|types?|misc)(\.ts)?$/.test(part))),
    [],
  );
});

test('there is no import cycle', (t) => {
  const edges = new Map<string, string[]>();
  for (const { file, target } of imports) {
    if (target.startsWith('.')) edges.set(file, [...(edges.get(file) ?? []), normalize(join(dirname(file), target))]);
  }
  const done = new Set<string>();
  const visit = (file: string, path: readonly string[]): void => {
    if (path.includes(file)) {
      t.fail([...path, file].join(' -> '));
      return;
    }
    if (done.has(file)) return;
    for (const next of edges.get(file) ?? []) visit(next, [...path, file]);
    done.add(file);
  };
  for (const file of files) visit(file, []);
  t.pass();
});
