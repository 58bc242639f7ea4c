import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { compareResults } from '../../src/compare/compare-results.ts';
import { readResult, type StoredResult } from '../../src/compare/read-result.ts';
import { worsened } from '../../src/compare/worsened.ts';
import { loadEnergyTable, loadHardwareWithOrigins } from '../../src/node/read-configs.ts';
import { loadNetwork } from '../../src/node/read-networks.ts';
import type { RunResult } from '../../src/run/result.ts';
import { runNetwork } from '../../src/run/run-network.ts';
import { runSweep } from '../../src/sweep/run-sweep.ts';
import { smallFolder, smallSweep } from '../sweep/small-sweep.ts';

async function run(
  name: string,
  set: readonly string[] = [],
  layer?: string,
): Promise<StoredResult & { record: RunResult }> {
  const { hardware, origins } = await loadHardwareWithOrigins('eie-64pe', { set });
  const network = await loadNetwork(join(smallFolder(), 'network.yaml'), layer === undefined ? {} : { layer });
  const table = await loadEnergyTable(hardware.energy.tableFile);
  return { kind: 'run', name, record: runNetwork(hardware, network, table, { origins }) };
}

/** Line of the built-in machine on which a text stands. */
function lineOf(text: string): number {
  return (
    readFileSync('configs/hardware/eie-64pe.yaml', 'utf8')
      .split('\n')
      .findIndex((line) => line.includes(text)) + 1
  );
}

async function sweep(name: string, body: string): Promise<StoredResult> {
  const { result } = await runSweep(await smallSweep(body), { jobs: 0 });
  return { kind: 'sweep', name, record: result! };
}

test('runs are compared as a whole and layer by layer, with both kinds of difference', async (t) => {
  const [a, b] = [await run('a'), await run('b', ['clock=400 MHz'])];
  const { rows, names } = compareResults([a, b]);
  t.deepEqual(names, ['a', 'b']);
  const row = (label: string, metric: string) => rows.find((one) => one.label === label && one.metric === metric);
  t.deepEqual(row('total', 'timeUs')?.relativeDifferences, [0, 1]);
  t.is(row('first', 'timeUs')?.differences[1], a.record.layers[0].timeUs);
  t.deepEqual(row('second', 'energyPj.arithmetic')?.relativeDifferences, [0, 0]);
  t.truthy(row('total', 'energyPj.byComponent.pointers'));
});

test('only the keys that differ are told, with where they come from', async (t) => {
  const { changes } = compareResults([
    await run('a'),
    await run('b', ['activationQueue.depth=16', 'energy.override.pointers.read=1 pJ', 'encoding.reencode=true']),
  ]);
  const depth = changes.find(({ key }) => key === 'hardware.activationQueue.depth');
  t.deepEqual(depth, {
    key: 'hardware.activationQueue.depth',
    values: [8, 16],
    origins: [`eie-64pe.yaml:${lineOf('activationQueue:')}`, '--set'],
  });
  t.deepEqual(changes.find(({ key }) => key === 'hardware.encoding.reencode')?.origins, ['default', '--set']);
  const price = changes.find(({ key }) => key === 'price.pointers.read');
  t.is(price?.values[1], 1);
  t.is(price?.origins[1], 'override --set');
  t.false(changes.some(({ key }) => key === 'hardware.clockHz'));
});

test('sweeps tell what differs in their base machines, and where it stands', async (t) => {
  const a = await sweep('a', 'axes:\n  clock: [1 GHz]\nmetrics: [timeUs]\n');
  const b = await sweep(
    'b',
    'set:\n  activationQueue.depth: 16\n  energy.override.pointers.read: 1 pJ\naxes:\n  clock: [1 GHz]\nmetrics: [timeUs]\n',
  );
  const { changes } = compareResults([a, b]);
  const change = (name: string) => changes.find(({ key }) => key === name);
  t.is(changes[0].key, 'hardware.activationQueue.depth');
  t.deepEqual(changes[0].values, [8, 16]);
  t.is(changes[0].origins[1], 'sweep.yaml:4');
  t.is(change('price.pointers.read')?.values[1], 1);
  t.is(change('price.pointers.read')?.origins[1], 'override sweep.yaml:5');
  t.false(changes.some(({ key }) => key.startsWith('hardware.energy')));
});

test('a result compared with itself has no change and nothing that got worse', async (t) => {
  const a = await run('a');
  const { changes, rows, names } = compareResults([a, a]);
  t.deepEqual(changes, []);
  t.deepEqual(names, ['a', 'a (2)']);
  t.deepEqual(worsened(rows, 0), []);
});

test('worse is slower, hungrier or less efficient, by more than the tolerance', async (t) => {
  const { rows } = compareResults([await run('a'), await run('b', ['clock=792 MHz'])]);
  const worse = worsened(rows, 0.005).map(({ label, metric }) => `${label} ${metric}`);
  t.true(worse.includes('total timeUs') && worse.includes('total energyDelayPjS'), worse.join());
  t.false(worse.includes('total cycles'));
  t.deepEqual(worsened(rows, 0.5), []);
});

test('runs of other layers are not compared: what is unmatched is listed', async (t) => {
  const results = [await run('a'), await run('b', [], 'first')];
  t.throws(() => compareResults(results), { message: /expected the same layers in every result; b has no second/ });
});

test('sweeps are matched by axis values, whatever the order of the axes', async (t) => {
  const a = await sweep(
    'a',
    'axes:\n  clock: [1 GHz, 2 GHz]\n  processingElements: [2, 4]\nmetrics: [timeUs, cycles]\n',
  );
  const b = await sweep(
    'b',
    'set: { activationQueue.depth: 2 }\naxes:\n  processingElements: [4, 2]\n  clock: [1 GHz, 2 GHz]\nmetrics: [timeUs]\n',
  );
  const { rows } = compareResults([a, b]);
  t.deepEqual(
    rows.map(({ label }) => label),
    [
      'clock 1000000000, processingElements 2',
      'clock 1000000000, processingElements 4',
      'clock 2000000000, processingElements 2',
      'clock 2000000000, processingElements 4',
    ],
  );
  t.true(rows.every(({ relativeDifferences }) => relativeDifferences[1]! > 0));
});

test('sweeps that do not match are an error that lists the points', async (t) => {
  const a = await sweep('a', 'axes:\n  clock: [1 GHz, 2 GHz]\nmetrics: [timeUs]\n');
  const b = await sweep('b', 'axes:\n  clock: [1 GHz, 3 GHz]\nmetrics: [timeUs]\n');
  const c = await sweep('c', 'axes:\n  technology: [45 nm]\nmetrics: [timeUs]\n');
  t.throws(() => compareResults([a, b]), {
    message: /a has no point at clock 3000000000; b has no point at clock 2000000000/,
  });
  t.throws(() => compareResults([a, c]), {
    message: /expected sweeps over the same axes, found a: clock; c: technology/,
  });
  t.throws(() => compareResults([a, { ...a, ...c }, { kind: 'run', name: 'r' } as never]), {
    message: /expected results of one kind/,
  });
});

test('a folder without a result, a cut file and another record are told apart', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'picojoule-compare-'));
  t.throws(() => readResult(join(folder, 'no')), { message: /no such file or folder/ });
  t.throws(() => readResult(folder), { message: /expected result\.json or sweep\.json in the folder, found neither/ });
  writeFileSync(join(folder, 'points.journal'), '');
  t.throws(() => readResult(folder), { message: /found an unfinished sweep; run it again to finish it/ });
  writeFileSync(join(folder, 'result.json'), '{"totals": ');
  t.throws(() => readResult(folder), { message: /cut off/ });
  writeFileSync(join(folder, 'result.json'), '{"rungs": []}');
  t.throws(() => readResult(folder), { message: /expected the result of a run or a sweep, found another record/ });
});
