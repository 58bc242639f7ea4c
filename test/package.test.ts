import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import test from 'ava';
import { runCli } from './run-cli.ts';

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
  const ofHelp = readdirSync('dist').find((file) => /^alone-.*\.js$/.test(file))!;
  const loaded = [...loadedWith('bin.js'), ...loadedWith(ofHelp)];
  t.true(loaded.length > 3);
  t.deepEqual(
    loaded.filter((name) => /vega|math|pdfkit|resvg|tinypool|^(index|perform|program)\.js$/.test(name)),
    [],
  );
  const bytes = loaded
    .filter((name) => existsSync(join('dist', name)))
    .reduce((sum, name) => sum + statSync(join('dist', name)).size, 0);
  t.true(bytes < 300_000, `${bytes} bytes`);
});

test('the public API loads charts, expressions and workers only when they are needed', (t) => {
  const required = readFileSync('dist/program.js', 'utf8').matchAll(/\brequire\("([^"]+)"\)/g);
  const names = [...loadedWith('index.js'), ...[...required].map(([, name]) => name)];
  t.true(names.includes('node:fs'));
  t.deepEqual(
    names.filter((name) => /^(vega|vega-lite|pdfkit|svg-to-pdfkit|@resvg\/resvg-js|tinypool)$|math-engine/.test(name)),
    [],
  );
});

test('the bundled program says what the sources say', async (t) => {
  for (const argv of [
    ['--help'],
    ['--version'],
    ['run', '--help'],
    ['completion'],
    ['list', 'axes'],
    ['schema', 'hardware'],
  ])
    t.is(
      execFileSync(process.execPath, ['dist/bin.js', ...argv], {
        encoding: 'utf8',
        env: { ...process.env, COLUMNS: '' },
      }),
      (await runCli(...argv)).out,
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
