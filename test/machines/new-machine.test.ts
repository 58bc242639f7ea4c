import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import test from 'ava';
import { build } from 'esbuild';

/** The program with the toy of test/machines/toy in its list of machines: its folder, one name more in the list, and no other file touched. */
async function programWithToy(): Promise<string> {
  mkdirSync('build', { recursive: true });
  const folder = mkdtempSync(resolve('build', 'toy-'));
  const line = 'export const MACHINES = {\n';
  await build({
    entryPoints: ['src/bin.ts', 'src/sweep/run/sweep-worker.ts'],
    entryNames: '[name]',
    outdir: folder,
    bundle: true,
    format: 'esm',
    platform: 'node',
    external: [
      'vega',
      'vega-lite',
      'tinypool',
      '@resvg/resvg-js',
      'pdfkit',
      'svg-to-pdfkit',
      '@expo-google-fonts/arimo',
    ],
    banner: {
      js: "import { createRequire as requireHere } from 'node:module'; const require = requireHere(import.meta.url);",
    },
    logLevel: 'silent',
    plugins: [
      {
        name: 'toy',
        setup(bundle) {
          bundle.onLoad({ filter: /src[/\\]machines[/\\]list\.ts$/ }, ({ path }) => {
            const list = readFileSync(path, 'utf8');
            if (!list.includes(line)) throw new Error(`${path} has no line "${line}"`);
            const toy = JSON.stringify(resolve('test/machines/toy/index.ts'));
            const more = list.replace(line, `${line}  toy,\n`);
            return { contents: `import { toy } from ${toy};\n${more}`, loader: 'ts' };
          });
        },
      },
    ],
  });
  return folder;
}

const TOY = `name: toy
machine: toy
technology: 45 nm
clock: 100 MHz
multipliers: 4
arithmetic: { weight: int8, activation: int8, accumulator: int32 }
memories:
  weights: { capacity: 64 KiB, width: 64 bit }
`;

const NETWORK = `name: one
seed: 1
layers:
  - { name: fc, kind: fullyConnected, generate: { rows: 16, columns: 32, weightDensity: 0.5, activationDensity: 0.5 } }
`;

const folder = await programWithToy();
test.after.always(() => rmSync(folder, { recursive: true, force: true }));
for (const [name, text] of [
  ['toy.yaml', TOY],
  ['one.yaml', NETWORK],
  ['changed.yaml', 'extends: eie-64pe\nmachine: toy\n'],
  [
    'sweep.yaml',
    'name: s\nhardware: toy.yaml\nnetwork: one.yaml\naxes: { multipliers: [1, 4] }\nmetrics: [cycles, weightReads, energyPj.total]\n',
  ],
])
  writeFileSync(join(folder, name), text);

function run(...argv: string[]) {
  const { stdout, stderr, status } = spawnSync(process.execPath, [join(folder, 'bin.js'), ...argv], {
    cwd: folder,
    encoding: 'utf8',
  });
  return { stdout, stderr, status };
}

test('a machine that is a folder and one name in the list runs, is charged by its own categories and counted by its own counters', (t) => {
  const { stdout, stderr } = run('run', 'toy.yaml', 'one.yaml', '--json');
  t.is(stderr, '');
  const { hardware, layers, totals } = JSON.parse(stdout);
  t.like(hardware, { machine: 'toy', multipliers: 4, processingElements: 4 });
  t.like(layers[0], { cycles: 128, multiplyAccumulates: 512, weightReads: 512, utilization: 1, timeUs: 1.28 });
  t.false('perProcessingElement' in layers[0] || 'starvedCycles' in layers[0] || 'broadcasts' in totals);
  t.is(totals.weightReads, 512);
  t.deepEqual(Object.keys(totals.energyPj.byComponent), ['multipliers', 'weightMemory']);
  t.true(totals.energyPj.arithmetic > 0 && totals.energyPj.sram > 0);
});

test('its keys are axes of a sweep, its counters metrics, and its passes the keys of what is shared', (t) => {
  const { stdout, stderr } = run('sweep', 'sweep.yaml', '--json', '--jobs', '1');
  const { points, passes } = JSON.parse(stdout || '{}');
  t.deepEqual(
    points?.map(({ metrics }: { metrics: object }) => metrics),
    [1, 4].map((multipliers, k) => ({ ...points[k].metrics, cycles: 512 / multipliers, weightReads: 512 })),
    stderr,
  );
  t.deepEqual(passes, { network: 1, fit: 1, count: 2, place: 2, charge: 2 });
  t.is(points[0].metrics['energyPj.total'], points[1].metrics['energyPj.total']);
});

test('the table, the CSV and the list know it', (t) => {
  t.regex(run('run', 'toy.yaml', 'one.yaml').stdout, /fc/);
  t.regex(run('list', 'components').stdout, /weightMemory.*weight SRAM/);
  t.is(run('run', 'toy.yaml', 'one.yaml', '--out', 'out').status, 0);
  t.regex(readFileSync(join(folder, 'out', 'layers.csv'), 'utf8'), /weightReads/);
});

test('a file that extends another one cannot make another machine of it, nor can --set', (t) => {
  const { status, stderr } = run('check', 'changed.yaml');
  t.is(status, 1);
  t.regex(
    stderr,
    /changed\.yaml:2:10.*expected machine: eie, found toy; a file that extends another keeps its machine/,
  );
  const set = run('run', 'eie-64pe', 'one.yaml', '--set', 'machine=toy');
  t.is(set.status, 1);
  t.regex(set.stderr, /expected machine: eie, found toy; --set cannot make another machine of it/);
});

test('the EIE beside it is the same', (t) => {
  const { stdout } = run('run', 'eie-64pe', 'one.yaml', '--json');
  const plain = spawnSync(process.execPath, [resolve('dist/bin.js'), 'run', 'eie-64pe', 'one.yaml', '--json'], {
    cwd: folder,
    encoding: 'utf8',
  });
  t.true(stdout.length > 1000);
  t.deepEqual(JSON.parse(stdout), JSON.parse(plain.stdout));
});
