import test from 'ava';
import { generationBudget } from '../../src/base/budget.ts';
import { memoryFiles } from '../../src/base/files/files.ts';
import type { StreamedNetwork } from '../../src/network/streamed-network.ts';
import { readStreamed } from '../../src/network/streamed-network.ts';
import { loadEnergyTable, loadHardware } from '../../src/node/read-configs.ts';
import { loadNetwork, openNetwork } from '../../src/run/load/load-network.ts';
import { runNetwork } from '../../src/run/run-network.ts';
import { runStreamed, simulateComing } from '../../src/run/run-streamed.ts';

const MODEL = `
name: tiny
model: { type: mixtral, blocks: 2, hidden: 32, feedForward: 64, heads: 4, keyValueHeads: 2, vocabulary: 96, experts: 4, expertsPerToken: 2, weightDensity: 0.5 }
`;
const files = memoryFiles({ 'tiny.yaml': MODEL });
const open = async () => (await openNetwork(files, 'tiny.yaml')) as StreamedNetwork;

test('a streamed run has the record of a run with all layers in memory, whatever the number of lanes', async (t) => {
  const hardware = await loadHardware('eie-256pe-7nm');
  const table = await loadEnergyTable(hardware.energy.tableFile);
  const streamed = await runStreamed(hardware, await open(), table);
  t.deepEqual(runNetwork(hardware, await readStreamed(await open()), table), streamed);
  t.deepEqual(await runStreamed(hardware, await open(), table, { lanes: 3 }), streamed);
});

test('each layer of a language model once is a token: two of four experts, and tokens per second', async (t) => {
  const hardware = await loadHardware('eie-64pe');
  const network = await open();
  const names = network.coming.map(({ name }) => name);
  t.is(names.length, 2 * (4 + 1 + 2 * 3) + 1);
  t.is(names.at(-1), 'lm_head');
  const { totals, network: about } = await runStreamed(
    hardware,
    network,
    await loadEnergyTable(hardware.energy.tableFile),
  );
  t.true(totals.inferencesPerSecond! > 0);
  t.is(about.layersAlone, undefined);
});

test('a prompt is read in one pass, the head for its last token alone; keys and values of the tokens so far are read and written', async (t) => {
  const hardware = await loadHardware('eie-256pe-7nm');
  const table = await loadEnergyTable(hardware.energy.tableFile);
  const prompted = (await openNetwork(files, 'tiny.yaml', { promptLength: 3 })) as StreamedNetwork;
  const alone = await runStreamed(hardware, await open(), table);
  const { layers, prefill, token, keyValueCache } = await runStreamed(hardware, prompted, table);
  t.deepEqual(layers.slice(0, -1), alone.layers);
  const products = alone.layers.map(({ multiplyAccumulates }) => multiplyAccumulates);
  const [head, ofBlocks] = [products.at(-1)!, products.slice(0, -1).reduce((sum, one) => sum + one, 0)];
  t.deepEqual([prefill!.tokens, prefill!.multiplyAccumulatesPerToken], [3, (3 * ofBlocks + head) / 3]);
  t.deepEqual([token!.tokens, token!.multiplyAccumulatesPerToken], [1, ofBlocks + head]);
  // 2 blocks, keys and values, 2 heads of 8 values of 16 bits
  const bytes = (2 * 2 * 2 * 8 * 16) / 8;
  t.like(keyValueCache, { bitsPerToken: 8 * bytes, bytes: 4 * bytes, readBytes: 4 * bytes, writtenBytes: bytes });
  t.true(token!.energyPj.total > alone.token!.energyPj.total);
  t.deepEqual(await runStreamed(hardware, prompted, table, { lanes: 3 }), await runStreamed(hardware, prompted, table));
});

test('all layers at once are refused before the first is made where they cannot fit, with what they would take', async (t) => {
  let made = 0;
  const network = await open();
  const coming = network.coming.map((one) => ({
    ...one,
    make: () => {
      made++;
      return one.make();
    },
  }));
  // 2 blocks of 3,072 in attention, 128 in the router and 2 experts of 6,144, and 3,072 in the head, half of them 0: 17,024
  await t.throwsAsync(readStreamed({ ...network, coming }, generationBudget({ limitBytes: 100_000 })), {
    message:
      /23 layers of tiny with 0.017 million weights, all of which this command holds at once.*0\.\d+ MB of memory wanted/,
  });
  t.is(made, 0);
  t.is((await readStreamed({ ...network, coming }, generationBudget({ limitBytes: 200_000 }))).layers.length, 23);
});

test('of layers of files whose zeros are not counted one weight in a hundred tells whether all fit, before the rest is made', async (t) => {
  let made = 0;
  const network = await open();
  const coming = network.coming.map(({ name, rows, columns, ...one }) => ({
    name,
    rows,
    columns,
    make: () => {
      made++;
      return one.make();
    },
  }));
  const limited = (limitBytes: number) => readStreamed({ ...network, coming }, generationBudget({ limitBytes }));
  // half of 34,048 places hold a weight: 0.13 MB at 7.5 bytes, 0.26 MB if all did
  await t.throwsAsync(limited(100_000), {
    message: /23 layers of tiny with 0.017\d* million weights, .*0\.\d+ MB of memory wanted/,
  });
  t.is(made, 1);
  t.is((await limited(200_000)).layers.length, 23);
  t.is(made, 25);
  t.is((await limited(300_000)).layers.length, 23);
  t.is(made, 48);
});

test('a prompt without a language model is refused', async (t) => {
  const layer =
    'name: n\nlayers: [{ name: fc, generate: { rows: 8, columns: 8, weightDensity: 1, activationDensity: 1 } }]\n';
  await t.throwsAsync(openNetwork(memoryFiles({ 'n.yaml': layer }), 'n.yaml', { promptLength: 3 }), {
    message: /n\.yaml: no language model/,
  });
});

test('no more layers are in memory than there are lanes', async (t) => {
  const hardware = await loadHardware('eie-64pe');
  const network = await open();
  let making = 0;
  let most = 0;
  const simulate = async () => {
    most = Math.max(most, ++making);
    await new Promise((resolve) => setTimeout(resolve));
    making--;
    throw new Error('enough');
  };
  await t.throwsAsync(
    runStreamed(hardware, network, await loadEnergyTable(hardware.energy.tableFile), { simulate, lanes: 2 }),
    {
      message: 'enough',
    },
  );
  t.is(most, 2);
});

test('a layer too large for a lane waits until it is alone', async (t) => {
  const hardware = await loadHardware('eie-64pe');
  const table = await loadEnergyTable(hardware.energy.tableFile);
  const network = await open();
  const coming = network.coming.map((one, k) => (k === 3 ? { ...one, rows: 2 ** 20, columns: 2 ** 10 } : one));
  const streamed = { ...network, coming: coming.slice(0, 6) };
  const running = new Set<number>();
  let besideLarge = 0;
  const simulate = async (index: number) => {
    running.add(index);
    if (running.has(3)) besideLarge = Math.max(besideLarge, running.size - 1);
    await new Promise((resolve) => setTimeout(resolve));
    running.delete(index);
    return simulateComing(hardware, network.coming[index]);
  };
  const { layers } = await runStreamed(hardware, streamed, table, { simulate, lanes: 2 });
  t.is(layers.length, 6);
  t.is(besideLarge, 0);
});

test('layers that are all wanted in memory have a budget together', async (t) => {
  const limited = { ...files, memory: { limitBytes: 20_000 } };
  const message =
    /all of which this command holds at once \(run takes them one at a time; run, machines and trace take one with --layer\): 0\.\d+ MB of memory wanted, --memory-limit allows 0\.\d+ MB/;
  await t.throwsAsync(loadNetwork(limited, 'tiny.yaml'), { message });
});
