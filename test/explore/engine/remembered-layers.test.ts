import test from 'ava';
import fc from 'fast-check';
import type { Chip } from '../../../src/config/chip.ts';
import { rememberedLayers } from '../../../src/explore/engine/remembered-layers.ts';
import type { NetworkChoice } from '../../../src/explore/engine/task.ts';
import { nodeFiles } from '../../../src/node/node-files.ts';
import { loadHardware } from '../../../src/node/read-configs.ts';
import { openNetwork } from '../../../src/node/read-networks.ts';
import { simulateComing } from '../../../src/run/run-streamed.ts';

const NETWORK = 'test/data/explorer/three-layers.yaml';

const goesOn = async () => false;

/** What a user may change, in any order. */
const SETS = [
  'processingElements=16',
  'activationQueue.depth=2',
  'encoding.indexBits=2',
  'memories.sparseMatrix.width=128 bit',
  'clock=400 MHz',
  'weights.home=dram',
  'weights.overflow=stream',
  'arithmetic.activation=int8',
  'arithmetic.weight=fp16',
  'simulation.rule=reference',
  'memories.sourceActivations.entries=16',
];
const densities = fc.record(
  { weightDensity: fc.constantFrom(0.05, 0.2), activationDensity: fc.constantFrom(0.3, 1) },
  { requiredKeys: [] },
);

/** What a run makes of a layer. */
async function runOf({ path, options }: NetworkChoice, index: number, hardware: Chip) {
  const network = await openNetwork(path, { ...options, layersAlone: true });
  if (!('coming' in network)) throw new Error('no streamed network');
  return simulateComing(hardware, network.coming[index]);
}

test('layers that are remembered are what a run makes of them, whatever was asked before', async (t) => {
  const layers = rememberedLayers(nodeFiles);
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.subarray(SETS), densities, fc.nat(2)), { minLength: 3, maxLength: 6 }),
      async (asked) => {
        for (const [set, generate, index] of asked) {
          const hardware = await loadHardware('eie-64pe', { set });
          const options = {
            generate,
            ...(generate.activationDensity && { activationDensity: generate.activationDensity }),
          };
          const choice = { path: NETWORK, options };
          const whole = await runOf(choice, index, hardware);
          const { measured, ...others } = (await layers.simulate(choice, index, hardware, false, goesOn))!;
          const { outputs, saturations } = whole.measured.result;
          // what only outputs tell is left out, and nothing else
          const result = {
            ...measured.result,
            outputs,
            saturations: { ...saturations, weight: saturations.weight },
          };
          t.deepEqual({ ...others, measured: { ...measured, result } }, whole);
          t.deepEqual(await layers.simulate(choice, index, hardware, true, goesOn), whole);
        }
      },
    ),
    { numRuns: 25 },
  );
});

test('why a layer takes its cycles is told, and of one that cannot be explained nothing is', async (t) => {
  const layers = rememberedLayers(nodeFiles);
  const bounds = async (...set: string[]) =>
    layers.bounds({ path: NETWORK, options: {} }, 0, await loadHardware('eie-64pe', { set }), goesOn);
  const sum = (await bounds())!.reduce((cycles, part) => cycles + part.cycles, 0);
  t.is(
    sum,
    (await layers.simulate({ path: NETWORK, options: {} }, 0, await loadHardware('eie-64pe'), false, goesOn))!.measured
      .result.cycles,
  );
  t.is(await bounds('simulation.rule=reference'), undefined);
  // more outputs than one PE has registers: the layer is taken in several passes over its rows
  t.is(await bounds('processingElements=1', 'weights.overflow=stream'), undefined);
});

test('a layer whose drawing was left before its end is what a run makes of it, denser or not, whoever draws at the same time', async (t) => {
  const [network, index] = ['eie-benchmark', 1];
  const layers = rememberedLayers(nodeFiles);
  const hardware = await loadHardware('eie-64pe');
  const choice = (weightDensity?: number) => ({
    path: network,
    options: weightDensity === undefined ? {} : { generate: { weightDensity } },
  });
  const leavesBehind = (most: number) => {
    let slices = 0;
    return async () => ++slices > most;
  };
  for (const [left, most] of [
    [0.3, 0],
    [0.4, 1],
    [0.2, 0],
    [undefined, 0],
    [0.5, 1],
  ] as const) {
    await layers.draw(choice(left), index, leavesBehind(most));
  }
  const slow = layers.draw(choice(0.45), index, async () => {
    await new Promise((resolve) => setImmediate(resolve));
    return false;
  });
  for (const density of [0.45, 0.1, 0.5, undefined, 0.3]) {
    await layers.draw(choice(density), index, goesOn);
    const { measured } = await runOf(choice(density), index, hardware);
    const found = (await layers.simulate(choice(density), index, hardware, true, goesOn))!.measured;
    t.deepEqual(found, measured, `${density}`);
  }
  await slow;
});
