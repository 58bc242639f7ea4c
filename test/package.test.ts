import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import test from 'ava';

/** Files that a bundled file loads at once: its static imports, and theirs. */
function loadedWith(file: string, seen = new Set<string>()): Set<string> {
  if (seen.has(file)) return seen;
  seen.add(file);
  const source = readFileSync(join('dist', file), 'utf8');
  for (const [, target] of source.matchAll(/(?:^|[;\n}])import(?:[^"'()]*?from)?"([^"]+)"/g)) {
    if (target.startsWith('./')) loadedWith(target.slice(2), seen);
    else seen.add(target);
  }
  return seen;
}

test('the help text loads neither the simulator nor a heavy library', (t) => {
  const ofWork = readdirSync('dist').find((file) => /^perform-.*\.js$/.test(file))!;
  const loaded = [...loadedWith('bin.js'), ...loadedWith(ofWork)];
  t.true(loaded.length > 3);
  t.deepEqual(
    loaded.filter((name) => /vega|math|pdfkit|resvg|tinypool|^index\.js$/.test(name)),
    [],
  );
});

test('the public API loads charts, expressions and workers only when they are needed', (t) => {
  t.deepEqual(
    [...loadedWith('index.js')].filter((name) =>
      /^(vega|vega-lite|pdfkit|svg-to-pdfkit|@resvg\/resvg-js|tinypool)$|math-engine/.test(name),
    ),
    [],
  );
});

test('the packed package, installed in an empty folder, runs there', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'picojoule-'));
  const npm = (cwd: string, ...argv: string[]) =>
    execFileSync('npm', argv, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  const [{ filename, files }] = JSON.parse(
    npm('.', 'pack', '--json', '--ignore-scripts', '--pack-destination', folder),
  ) as [{ filename: string; files: { path: string }[] }];
  t.deepEqual(
    files
      .map((file) => file.path)
      .filter((path) => !/^(dist|configs)\/|^(package\.json|README\.md|LICENSE)$/.test(path)),
    [],
  );
  npm(folder, 'init', '--yes');
  npm(folder, 'install', '--prefer-offline', '--no-audit', '--no-fund', resolve(folder, filename));
  const installed = readdirSync(join(folder, 'node_modules'));
  t.deepEqual(
    ['mathjs', 'zod', 'yaml', 'cli-table3', 'csv-stringify'].filter((name) => installed.includes(name)),
    [],
  );
  const notices = readFileSync(join(folder, 'node_modules', 'picojoule', 'dist', 'THIRD-PARTY-NOTICES.txt'), 'utf8');
  for (const name of ['mathjs', 'zod', 'yargs', 'yaml', 'fflate'])
    t.regex(notices, new RegExp(`^${name} [\\d.]+ \\(`, 'm'));
  const npx = (...argv: string[]) =>
    execFileSync('npx', ['picojoule', ...argv], { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  t.regex(npx('--version'), /^\d+\.\d+\.\d+\n$/);
  t.regex(npx('run', 'eie-64pe', 'eie-benchmark', '--layer', 'NT-LSTM', '--out', 'out'), /NT-LSTM/);
  t.true(existsSync(join(folder, 'out', 'energy-by-component.svg')));
  const script =
    "import { loadHardware } from 'picojoule'; console.log((await loadHardware('eie-64pe')).processingElements);";
  t.is(execFileSync('node', ['--input-type=module', '-e', script], { cwd: folder, encoding: 'utf8' }), '64\n');
});
