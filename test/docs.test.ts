import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import test from 'ava';
import { catalogue } from '../src/catalogue.ts';
import { runCli } from './run-cli.ts';

const documents = ['README.md', 'DEVIATIONS.md', 'CHANGELOG.md', 'reports/README.md', ...readmes('examples')];

function readmes(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join(folder, name));
}

for (const document of documents) {
  test(`${document}: every link to a file leads somewhere`, (t) => {
    const links = [...readFileSync(document, 'utf8').matchAll(/\]\(([^)#:]+)\)/g)].map(([, link]) => link);
    t.deepEqual(
      links.filter((link) => !existsSync(join(dirname(document), link))),
      [],
    );
  });
}

const commands = [...readFileSync('README.md', 'utf8').matchAll(/^npx picojoule (.*?)(?: +#.*)?$/gm)].map(
  ([, command]) => command,
);

test('README shows commands', (t) => {
  t.true(commands.length > 5);
});

/** What the commands write goes here, and not into the repository. */
const scratch = mkdtempSync(join(tmpdir(), 'picojoule-docs-'));

for (const command of commands.filter((one) => !/my-|>|--help/.test(one))) {
  test(`README: npx picojoule ${command}`, async (t) => {
    const words = command.split(/\s+/).filter((word) => word !== '');
    const { code, err } = await runCli(
      ...words.map((word, k) => (words[k - 1] === '--out' ? join(scratch, word) : word)),
    );
    t.is(code, 0, err);
  });
}

test('the config that README shows passes check', async (t) => {
  const yaml = /```yaml\n(extends: [\s\S]*?)```/.exec(readFileSync('README.md', 'utf8'))![1];
  const { loadEieText } = await import('./oracles/eie/eie-hardware.ts');
  const hardware = await loadEieText(yaml);
  t.is(hardware.memories.sparseMatrix.capacityBytes, 32 * 4096);
  t.is(hardware.energy.overrides[0].energyPj, 0.5);
});

test('the energy table that README shows prices a run', async (t) => {
  const yaml = /```yaml\n(# my-table\.yaml[\s\S]*?)```/.exec(readFileSync('README.md', 'utf8'))![1];
  const folder = mkdtempSync(join(tmpdir(), 'picojoule-table-'));
  writeFileSync(join(folder, 'my-table.yaml'), yaml);
  writeFileSync(join(folder, 'chip.yaml'), 'extends: eie-64pe\nname: chip\nenergy: { table: my-table.yaml }\n');
  const { out, err } = await runCli('run', join(folder, 'chip.yaml'), 'eie-benchmark', '--layer', 'Alex-8', '--json');
  t.notRegex(err, /energy/);
  const { energyTable } = JSON.parse(out) as { energyTable: { component: string; action: string; energyPj: number }[] };
  const price = (name: string) =>
    energyTable.find(({ component, action }) => `${component}.${action}` === name)?.energyPj;
  t.is(price('arithmeticUnit.multiply'), 0.8);
  t.is(price('sparseMatrix.read'), 25);
  t.true(price('pointers.read')! > 0);
});

test('README names every key of the hardware config, and every built-in machine and network', async (t) => {
  const readme = readFileSync('README.md', 'utf8').split('## Write a config')[1].split('## Explore')[0];
  const names = (await catalogue.axes()).map(({ name }) => name);
  const network =
    /^(compress\.|training\.|seed$|network$|layer$|weightDensity|activationDensity|codebookValues|rowSpread|columnSpread)/;
  const words = names.filter((name) => !network.test(name)).flatMap((name) => name.split('.'));
  const builtIn = [...(await catalogue.hardware()), ...catalogue.networks()].map(({ name }) =>
    name.replace(/\/.*/, '/'),
  );
  t.deepEqual(
    [...new Set([...words, ...builtIn])].filter(
      (word) => !word.startsWith('energy.override') && !new RegExp(`\\b${word}`).test(readme),
    ),
    [],
  );
});

test('README justifies every dependency of the package', (t) => {
  const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as { dependencies: Record<string, string> };
  const table = readFileSync('README.md', 'utf8').split('## Dependencies')[1];
  t.deepEqual(
    Object.keys(dependencies).filter((name) => !table.includes(name)),
    [],
  );
});

test('the program that README shows runs as it stands', async (t) => {
  const [, code] = /```js\n(import [\s\S]*?)```/.exec(readFileSync('README.md', 'utf8'))!;
  t.regex(code, /from 'picojoule'/);
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', code]);
  t.true(Number(stdout) > 0, stdout);
});
