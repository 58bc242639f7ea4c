import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { commandsOf, formats } from '../../src/report/formats/index.ts';
import { runCli } from '../run-cli.ts';
import { smallFolder } from '../sweep/small-sweep.ts';

const MARK = "not validated against the authors' simulator";

/** Machines by the rules of their papers alone. */
const MODELS = ['cambricon-x', 'cambricon-s', 'scnn'];

/** No text that can be searched: pictures, and columns in an archive (tested where they are written). */
const NO_TEXT = ['png', 'pdf', 'npz'];

/** Files that hold no numbers of the machine: a list of files, and keys that differ (in none here). */
const NO_NUMBERS = ['.picojoule-files', 'changes.csv'];

const everyFormat = (command: string) =>
  Object.values(formats)
    .filter((format) => commandsOf(format).includes(command) && !NO_TEXT.includes(format.name))
    .map(({ name }) => name)
    .join();

/** A file as a reader sees it: without tags and line ends. */
function textOf(file: string): string {
  return readFileSync(file, 'utf8')
    .replace(/<\/?[a-z][^>]*>/g, ' ')
    .replaceAll('&#39;', "'")
    .replace(/\s+/g, ' ');
}

/** Rows of a CSV without the mark (fields here hold no line ends). */
function bareRows(file: string): string[] {
  const [, ...rows] = readFileSync(file, 'utf8').trimEnd().split('\n');
  return rows.filter((row) => !row.includes(MARK));
}

function withoutMark(folder: string): string[] {
  return readdirSync(folder).filter((name) => !NO_NUMBERS.includes(name) && !textOf(join(folder, name)).includes(MARK));
}

for (const machine of MODELS) {
  const folder = smallFolder();
  const at = (name: string) => join(folder, name);
  const cli = async (...argv: string[]) => {
    const { code, out, err } = await runCli(...argv);
    if (code !== 0) throw new Error(`${argv.join(' ')}: ${err}`);
    return out;
  };

  test.serial(`${machine}: every file and table of a run says that it is not validated`, async (t) => {
    const network = at('network.yaml');
    t.true((await cli('run', machine, network)).includes(MARK));
    await cli('run', machine, network, '--out', at('run'), '--format', everyFormat('run'));
    t.deepEqual(withoutMark(at('run')), []);
    const tables = readdirSync(at('run')).filter((name) => name.endsWith('.csv'));
    t.true(tables.length >= 4);
    for (const name of tables) t.deepEqual(bareRows(join(at('run'), name)), [], name);
    const { hardware } = JSON.parse(await cli('run', machine, network, '--json')) as { hardware: object };
    t.like(hardware, { validation: MARK });
    for (const style of ['column', 'page', 'slide', 'screen']) {
      await cli('plot', at('run'), '--style', style, '--out', at(`plot-${style}`), '--format', 'svg,csv,caption');
      t.deepEqual(withoutMark(at(`plot-${style}`)), [], style);
    }
  });

  test.serial(`${machine}: so does every file of a sweep, alone or over machines`, async (t) => {
    const asked = 'layers: true\npareto: [timeUs, energyPj.total]\nmetrics: [timeUs, energyPj.total, area.totalMm2]\n';
    writeFileSync(
      at('alone.yaml'),
      `name: alone\nhardware: ${machine}\nnetwork: network.yaml\naxes: { clock: [400 MHz, 800 MHz], seed: [1, 2] }\n${asked}`,
    );
    writeFileSync(
      at('beside.yaml'),
      `name: beside\nnetwork: network.yaml\naxes: { machine: [eie-64pe, ${machine}], activationQueue.depth: [2, 8], clock: [400 MHz, 800 MHz] }\nwhereKnown: [activationQueue.depth]\n${asked}`,
    );
    for (const name of ['alone', 'beside']) {
      const out = await cli(
        'sweep',
        at(`${name}.yaml`),
        '--out',
        at(name),
        '--jobs',
        '1',
        '--format',
        everyFormat('sweep'),
      );
      t.true(out.replace(/\s+/g, ' ').includes(MARK));
      t.deepEqual(
        withoutMark(at(name)).filter((file) => file !== 'points.journal'),
        [],
      );
    }
    for (const file of readdirSync(at('alone')).filter((name) => name.endsWith('.csv')))
      t.deepEqual(bareRows(join(at('alone'), file)), [], file);
    t.deepEqual(
      bareRows(join(at('beside'), 'points.csv')).map((row) => row.split(',')[1]),
      Array<string>(4).fill('eie-64pe'),
    );
  });

  test.serial(`${machine}: so does every file of a comparison, of runs, of sweeps and of machines`, async (t) => {
    await cli('run', 'eie-64pe', at('network.yaml'), '--out', at('eie'), '--format', 'json');
    const comparisons = { runs: ['eie', 'run'], sweeps: ['alone', 'alone'], beside: ['beside', 'beside'] };
    for (const [name, results] of Object.entries(comparisons)) {
      const out = at(`compare-${name}`);
      await cli('compare', ...results.map(at), '--out', out, '--format', everyFormat('compare'));
      // of results without a difference no table is left
      const empty = name === 'runs' ? [] : readdirSync(out).filter((file) => file.endsWith('.tex'));
      t.deepEqual(
        withoutMark(out).filter((file) => !empty.includes(file)),
        [],
        name,
      );
    }
    t.deepEqual(bareRows(join(at('compare-runs'), 'differences.csv')), []);
    const machines = ['--machines', `eie-64pe,${machine}`, '--size', '64x64', '--densities', '5%,50%'];
    await cli(
      'machines',
      at('network.yaml'),
      ...machines,
      '--out',
      at('machines'),
      '--format',
      everyFormat('machines'),
    );
    t.deepEqual(withoutMark(at('machines')), []);
    for (const file of ['time-against-energy.csv', 'energy-by-machine.csv', 'machines.csv'])
      t.deepEqual(
        bareRows(join(at('machines'), file)).filter((row) => !row.startsWith('"EIE')),
        [],
        file,
      );
    t.regex(await cli('list', 'hardware'), new RegExp(`^${machine} .*${MARK}`, 'm'));
  });
}

test('a machine that is validated has no such mark', async (t) => {
  const folder = smallFolder();
  await runCli(
    'run',
    'eie-64pe',
    join(folder, 'network.yaml'),
    '--out',
    join(folder, 'run'),
    '--format',
    everyFormat('run'),
  );
  for (const name of readdirSync(join(folder, 'run'))) t.false(textOf(join(folder, 'run', name)).includes(MARK), name);
});
