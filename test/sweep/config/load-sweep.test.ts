import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { UserError } from '../../../src/base/user-error.ts';
import { loadSweep } from '../../../src/sweep/config/load-sweep.ts';
import type { SweepConfig } from '../../../src/sweep/config/sweep.ts';

/** A sweep from a file `sweep.yaml` with that text. */
function loadSweepText(text: string): Promise<SweepConfig> {
  const file = join(mkdtempSync(join(tmpdir(), 'picojoule-sweep-')), 'sweep.yaml');
  writeFileSync(file, text);
  return loadSweep(file);
}

async function valuesOf(axis: string): Promise<(number | string)[]> {
  const { axes } = await loadSweepText(`name: n\naxes:\n  ${axis}\n`);
  return axes[0].values.map(({ value }) => value);
}

const values = test.macro({
  exec: async (t, axis: string, expected: readonly (number | string)[]) =>
    t.deepEqual(await valuesOf(axis), [...expected]),
  title: (_, axis: string, expected: readonly (number | string)[]) => `${axis} has the values ${expected.join(', ')}`,
});

test(values, 'activationQueue.depth: [2, 4, 8]', [2, 4, 8]);
test(values, 'clock: [400 MHz, 1 GHz]', [4e8, 1e9]);
test(values, 'clock: { from: 400 MHz, to: 1200 MHz, step: 400 MHz }', [4e8, 8e8, 12e8]);
test(values, 'memories.sparseMatrix.width: 32..128 bit doubling', [32, 64, 128]);
test(values, 'weightDensity: from 0.1 to 0.5 step 0.1', [0.1, 0.2, 0.3, 0.4, 0.5]);
test(values, 'encoding.indexBits: [4, none]', [4, 'none']);
test(values, 'encoding.skipZeroActivations: [true, false]', ['true', 'false']);
test(values, 'arithmetic.weight: [q7.8, fp32]', ['q7.8', 'fp32']);
test(values, 'energy.override.pointers.read: [1 pJ, 2 pJ]', [1, 2]);
test(values, 'activationQueue.depth: 8', [8]);
test(values, 'compress.prune.density: [0.1, 20 %]', [0.1, 0.2]);
test(values, 'compress.share.initialisation: [linear, forgy]', ['linear', 'forgy']);

test('equal values are one point, whatever their spelling, and that is told', async (t) => {
  const text =
    'name: n\naxes:\n  weightDensity: [0.3, 0.1+0.2]\n  processingElements: [1, 1.0, "1"]\n  activationDensity: [0.0, -0.0]\n';
  const { axes, warnings } = await loadSweepText(text);
  t.deepEqual(
    axes.map((axis) => axis.values.map(({ value }) => value)),
    [[0.3], [1], [0]],
  );
  t.true(
    warnings.some((warning) => /weightDensity: 0.3 \(as 0.1\+0.2\) stands twice and is one point/.test(warning)),
    warnings.join('\n'),
  );
});

test('a value out of range is told with its place before anything runs, and only its points fail', async (t) => {
  const { axes, warnings } = await loadSweepText('name: n\naxes:\n  processingElements: [0, 1]\n');
  t.deepEqual(
    axes[0].values.map(({ fault }) => fault?.code),
    ['CONFIG_RANGE', undefined],
  );
  t.regex(warnings.join('\n'), /sweep\.yaml:3:24 axes\.processingElements\[0\]: expected a whole number from 1/);
});

for (const [axis, code] of [
  ['arithmetic.weight: [q9.9.9, fp32]', 'NUMBER_FORMAT'],
  ['compress.format: [q7, q7.8]', 'NUMBER_FORMAT'],
  ['dram.part: [ddr9, hbm2]', 'UNKNOWN_NAME'],
] as const)
  test(`${axis} has a word that means nothing, and that is told before anything runs`, async (t) => {
    const { axes, warnings } = await loadSweepText(`name: n\naxes:\n  ${axis}\n`);
    t.deepEqual(
      axes[0].values.map(({ fault }) => fault?.code),
      [code, undefined],
    );
    t.regex(warnings.join('\n'), /^sweep\.yaml:3:\d+ axes\.[^\n]*\[0\]: [^\n]*points with it fail/m);
  });

test('an axis that does nothing on this machine is told', async (t) => {
  const idle = await loadSweepText('name: n\naxes:\n  dram.channels: [1, 2]\n');
  t.deepEqual(idle.warnings, ['axis dram.channels has no effect here: no weight ever comes from DRAM']);
  const used = await loadSweepText('name: n\nset: { weights.home: dram }\naxes:\n  dram.channels: [1, 2]\n');
  t.deepEqual(used.warnings, []);
});

test('a key of set that is an axis too does nothing, and that is told', async (t) => {
  const { warnings } = await loadSweepText(
    'name: n\nset: { clock: 1 GHz, processingElements: 4 }\naxes:\n  processingElements: [8, 16]\n',
  );
  t.deepEqual(warnings, ['set.processingElements has no effect here: it is an axis']);
});

test('an axis of the network that its layers do not have is told', async (t) => {
  const { warnings } = await loadSweepText('name: n\naxes:\n  compress.prune.density: [0.1, 0.2]\n');
  t.regex(warnings.join(), /axis compress\.prune\.density has no effect here: no layer comes from a weight file/);
});

const refused = test.macro({
  async exec(t, body: string, message: RegExp) {
    const error = await t.throwsAsync(loadSweepText(`name: n\n${body}`), { instanceOf: UserError });
    t.regex(error?.message ?? '', message);
  },
  title: (_, body: string) => `refused: ${body.replaceAll('\n', ' ')}`,
});

test(
  refused,
  'axes:\n  activationQueue.depht: [2]\n',
  /sweep\.yaml:3:3 .*unknown axis "activationQueue.depht" .*did you mean "activationQueue.depth"/,
);
test(
  refused,
  'axes:\n  activationQueue: [2]\n',
  /found the mapping "activationQueue" \(its keys: activationQueue.depth\)/,
);
test(refused, 'axes:\n  clock: [1 GHz]\nmetrics: []\n', /expected at least one metric, found none/);
test(refused, 'axes:\n  activationQueue.depth: []\n', /expected at least one value, found an empty list/);
for (const [name, why] of [
  ['point', 'a column of every sweep'],
  ['error', 'a column of every sweep'],
  ['layer', 'a column of every sweep'],
  ['clock', 'an axis of this sweep'],
  ['clock (Hz)', 'an axis of this sweep'],
  ['toString', 'every record has'],
  ['timeUs / baseline', 'that of the metric over its baseline'],
] as const)
  test(
    refused,
    `axes:\n  clock: [1 GHz]\nmetrics:\n  timeUs: timeUs\n  ${name}: timeUs * 2\n`,
    new RegExp(`sweep\\.yaml:6:3 metrics.*: expected a name of its own for the metric.*${why}`),
  );
test(
  refused,
  'axes:\n  clock: [1 GHz]\nmetrics: [timeUs, timeUs]\n',
  /sweep\.yaml:4:19 metrics\[1\]: .*found "timeUs", which stands already in the list/,
);
test(refused, 'axes: {}\n', /expected at least one axis/);
test(refused, 'axes:\n  activationQueue.depth: 2..8 step -1\n', /sweep\.yaml:3:26 .*empty range/);
test(refused, 'axes:\n  processingElements: [0, -1]\n', /expected a whole number from 1/);
test(refused, 'axes:\n  clock: [800 mHz]\n', /did you mean 800 MHz/);
test(
  refused,
  'maximumPoints: 10\naxes:\n  activationQueue.depth: [2, 3, 4, 5]\n  processingElements: [1, 2, 3]\n',
  /expected at most 10 points, found a grid of 4 x 3 = 12/,
);
test(
  refused,
  'axes:\n  clock: [1 GHz, 2 GHz]\n  technology: [45 nm]\nzip: [[clock, technology]]\n',
  /expected axes of equal length, found clock: 2, technology: 1/,
);
test(refused, 'axes:\n  clock: [1 GHz]\nzip: [[clock, technolgy]]\n', /no axis "technolgy"/);
test(
  refused,
  'axes:\n  clock: [1 GHz]\nmetrics: [timeUs, cycles]\npareto: [timeUs, energy]\n',
  /no metric "energy" in this sweep/,
);
test(
  refused,
  'axes:\n  clock: [1 GHz]\nbaseline: { clock: 2 GHz }\n',
  /expected a value of the axis \(1000000000\), found 2000000000/,
);
test(refused, 'axis:\n  clock: [1 GHz]\n', /unknown key "axis" .*did you mean "axes"/);
test(refused, 'hardware: eie-65pe\naxes:\n  clock: [1 GHz]\n', /did you mean "eie-64pe"/);
test(
  refused,
  'axes:\n  simulation.rule: [drained, refrence]\n  clock: [x]\n',
  /expected a number, with its unit where it has one, found "x"/,
);

// as a key of a config is refused
test(
  refused,
  'axes:\n  memories.sparseMatrix.capacity: [8 KB]\n',
  /no unit "KB"; write kB \(1000 byte\) or KiB \(1024 byte\)/,
);
test(refused, 'axes:\n  clock: 4..8 GHZ doubling\n', /no unit "GHZ"; did you mean GHz/);
test(refused, 'axes:\n  clock: [4 furlongs]\n', /no unit "furlongs"; write e\.g\. 800 MHz/);

test('all faults of a file are reported together', async (t) => {
  const error = await t.throwsAsync(loadSweepText('name: n\naxes:\n  depth: [1]\n  clock: 1..9 GHz step -1\n'), {
    instanceOf: UserError,
  });
  t.is(error?.faults.length, 2);
});

for (const file of readdirSync(join('configs', 'sweeps')))
  test(`the shipped ${file} is right and warns of nothing`, async (t) => {
    const { warnings, axes } = await loadSweep(file);
    t.deepEqual(warnings, []);
    t.true(axes.length > 0);
  });
