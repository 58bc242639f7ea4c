import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { EXAMPLES } from '../../../src/explore/steps/examples.ts';
import { layerFiles } from '../../../src/explore/steps/layer-files.ts';
import { commandOf, type SmallMachine, simulateSmall } from '../../../src/explore/steps/simulate-small.ts';
import type { Choice } from '../../../src/explore/steps/small-layer.ts';
import type { Eie } from '../../../src/machines/eie/hardware.ts';
import { loadEnergyTable, loadHardware } from '../../../src/node/read-configs.ts';
import type { RunResult } from '../../../src/run/result.ts';
import { runCli } from '../../run-cli.ts';

async function machine(): Promise<SmallMachine> {
  const hardware = (await loadHardware('eie-64pe')) as Eie;
  return { config: 'eie-64pe', hardware, table: await loadEnergyTable(hardware.energy.tableFile) };
}

/** Eighteen different weights: more than a code of four bits names. */
const MANY: Choice = {
  weights: Array.from({ length: 3 }, (_, row) => Array.from({ length: 6 }, (__, column) => row + column / 8 + 0.25)),
  activations: [1, -1, 0.3, 0, 2, 1],
  processingElements: 3,
  depth: 2,
  widthBits: 16,
  indexBits: 3,
};

for (const { name, choice } of [...EXAMPLES, { name: 'more weights than codes', choice: MANY }])
  test(`${name}: the command and the files that the page gives are the layer that it shows, to the last digit`, async (t) => {
    const small = await machine();
    const folder = mkdtempSync(join(tmpdir(), 'picojoule-small-'));
    for (const file of layerFiles(choice)) writeFileSync(join(folder, file.name), file.content);
    const [, ...words] = commandOf(choice, small).split(' ');
    const args = words.map((word) => (word === 'network.yaml' ? join(folder, word) : word));
    const { code, out, err } = await runCli(...args, '--json');
    t.is(code, 0, err);
    const [cli] = (JSON.parse(out) as RunResult).layers;
    const { steps, energyPj, result } = simulateSmall(choice, small);
    t.deepEqual(JSON.parse(JSON.stringify(result.layers[0])), cli);
    t.deepEqual(result.warnings, (JSON.parse(out) as RunResult).warnings);
    t.is(steps.cycles, cli.cycles);
    t.deepEqual(energyPj[steps.cycles], cli.energyPj);
    t.deepEqual(steps.states[steps.cycles].actionCounts, cli.actionCounts);
  });

test('the examples show what they say', async (t) => {
  const small = await machine();
  const last = (k: number, part: Partial<Choice> = {}) => {
    const { steps } = simulateSmall({ ...EXAMPLES[k].choice, ...part }, small);
    const of = (key: 'blocked' | 'bypasses' | 'emptyColumn' | 'starved') =>
      steps.states[steps.cycles].elements.map(({ soFar }) => soFar[key]);
    return { cycles: steps.cycles, of };
  };
  const sum = (list: readonly number[]) => list.reduce((all, one) => all + one, 0);
  // work in turns: deeper queues take fewer cycles, and fewer of them starved
  const [two, three, four] = [2, 3, 4].map((depth) => last(1, { depth }));
  t.true(two.cycles > three.cycles && three.cycles > four.cycles);
  // what is left is the pipeline: nobody waits between the first column and the last
  t.deepEqual(four.of('starved'), last(1, { depth: 8 }).of('starved'));
  t.true(sum(two.of('starved')) > 2 * sum(four.of('starved')));
  // one PE has the work: a deeper queue blocks less, and changes no cycle
  const [shallow, deep] = [last(2), last(2, { depth: 8 })];
  t.is(deep.cycles, shallow.cycles);
  t.true(sum(deep.of('blocked')) < sum(shallow.of('blocked')));
  t.true(shallow.of('blocked')[0] > 10 * shallow.of('blocked')[1]);
  t.true(
    last(3)
      .of('bypasses')
      .some((count) => count > 0),
  );
  t.true(
    last(4)
      .of('emptyColumn')
      .every((count) => count > 4),
  );
  // with an index of four bits no gap of sixteen rows takes a padding zero
  const padding = (indexBits: number) =>
    simulateSmall({ ...EXAMPLES[6].choice, indexBits }, small)
      .steps.streams.flat()
      .filter(({ code }) => code === 0);
  t.true(padding(2).length > 0);
  t.is(padding(4).length, 0);
});
