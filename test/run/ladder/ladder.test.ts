import test from 'ava';
import { memoryFiles } from '../../../src/base/files/files.ts';
import { priceActions } from '../../../src/energy/price-actions.ts';
import { generateLayer } from '../../../src/network/generate.ts';
import { npyBytes } from '../../../src/network/inputs/npy-bytes.ts';
import type { Network } from '../../../src/network/layer.ts';
import { loadEnergyTable, loadHardware } from '../../../src/node/read-configs.ts';
import { loadLadder } from '../../../src/node/read-networks.ts';
import { ladderEnergy } from '../../../src/report/charts/ladder-energy.ts';
import { chartStyle } from '../../../src/report/picture/style.ts';
import { renderReport } from '../../../src/report/render-report.ts';
import { runLadder } from '../../../src/run/ladder/ladder.ts';
import { loadNetwork } from '../../../src/run/load/load-network.ts';
import { runNetwork } from '../../../src/run/run-network.ts';
import { asEie } from '../../oracles/eie/eie-hardware.ts';

const NETWORK: Network = {
  name: 'one layer',
  file: 'one.yaml',
  seed: 1,
  layers: [generateLayer({ name: 'fc', rows: 1024, columns: 1024, weightDensity: 0.1, activationDensity: 0.333 }, 1)],
};

const climb = async () => runLadder(await loadLadder(), NETWORK);

test('each claim of the paper stands beside the quantity that it was made for: weights, dense bits, one access, cycles', async (t) => {
  const { claims = [], rungs } = await climb();
  t.deepEqual(
    claims.map(({ rung, factor }) => [rungs.findIndex(({ name }) => name === rung), factor]),
    [
      [2, 10],
      [3, 8],
      [4, 120],
      [5, 3],
    ],
  );
  const [sparsity, sharing, access, zeros] = claims.map(({ found }) => found);
  // one weight in ten is left, and padding zeros are not multiplied
  t.true(Math.abs(sparsity - 10) < 0.01);
  // 32 bits to 4, in DRAM and in the lines of the SRAM; the vectors stay
  t.true(sharing > 7.5 && sharing < 8.3, `${sharing}`);
  t.true(access > 60 && access < 200, `${access}`);
  t.is(zeros, rungs[4].cycles / rungs[5].cycles);
});

test('all rungs are the same PEs: number, clock, node and memories', async (t) => {
  const machines = await loadLadder();
  for (const { hardware } of machines) {
    t.is(hardware.processingElements, 64);
    t.is(hardware.clockHz, 800e6);
    t.is(asEie(hardware).memories.sparseMatrix.capacityBytes, 131072);
  }
});

test('every rung takes less memory energy and no more time than the one before, and a factor is the quotient', async (t) => {
  const { rungs } = await climb();
  t.is(rungs.length, 6);
  for (const [k, rung] of rungs.entries()) {
    if (k === 0) continue;
    const before = rungs[k - 1];
    t.true(rung.stream.memoryPj < before.stream.memoryPj && rung.flat.memoryPj < before.flat.memoryPj);
    t.true(rung.timeUs <= before.timeUs);
    t.is(rung.stream.memoryFactor, before.stream.memoryPj / rung.stream.memoryPj);
    t.is(rung.flat.totalFactor, before.flat.energyPj.total / rung.flat.energyPj.total);
  }
});

test('16 bits halve what fp32 fetches, and DRAM ends where SRAM begins', async (t) => {
  const { rungs } = await climb();
  const bytes = rungs.map(({ dramBytes }) => dramBytes);
  t.is(bytes[0], 1024 * 1024 * 4);
  t.is(bytes[1], 1024 * 1024 * 2);
  t.deepEqual(bytes.slice(4), [0, 0]);
  t.true(bytes[3] < bytes[2]);
});

test('flat and stream differ in DRAM alone, flat is 640 pJ for every 32 bits', async (t) => {
  const { rungs } = await climb();
  for (const { flat, stream, dramBytes } of rungs) {
    t.true(Math.abs(flat.energyPj.dram - (dramBytes / 4) * 640) < 1e-6 * (1 + flat.energyPj.dram));
    t.deepEqual({ ...flat.energyPj, dram: 0, total: 0 }, { ...stream.energyPj, dram: 0, total: 0 });
  }
});

test('the floor is the arithmetic of the last rung, and the text says why 120x is not reached', async (t) => {
  const result = await climb();
  t.is(result.floorPj, result.rungs[5].stream.energyPj.arithmetic);
  t.is(result.reason.flatDramPjPerBit, 20);
  t.true(Math.abs(result.reason.sramPjPerBit - 28.1136 / 64) < 1e-9);
  t.regex(renderReport(result), /128 times[\s\S]*opens\s+each row once/);
});

test('the chart draws every rung with its gain', async (t) => {
  const { values } = ladderEnergy.draw(await climb(), chartStyle('screen')).data;
  t.is(values.length, 6);
  t.regex(String(values[4].gain), /^\d[\d.]*× to \d[\d.]*×$/);
});

test('the fp32 rung clocks registers of twice the width and does not pay the clock of the 16-bit machine', async (t) => {
  const clocks = (await loadLadder()).map(({ hardware, table }) => {
    const [{ energyPj }] = priceActions(hardware, table, ['clockNetwork.cycle']).prices;
    return energyPj;
  });
  t.deepEqual(clocks, [2 * 2.3425, 2.3425, 2.3425, 2.3425, 2.3425, 2.3425]);
});

for (const [rung, array] of [
  ['1-dense-fp32', 'dense-fp32-array'],
  ['2-dense-int16', 'dense-int16-array'],
])
  test(`${rung} as a systolic array takes the same time, arithmetic and DRAM, and the SRAM that its inputs take more often`, async (t) => {
    const [pes, systolic] = await Promise.all(
      [rung, array].map(async (config) => {
        const hardware = await loadHardware(`ladder/${config}`);
        return runNetwork(hardware, NETWORK, await loadEnergyTable(hardware.energy.tableFile));
      }),
    );
    const [{ energyPj: before }, { energyPj: after }] = [pes.totals, systolic.totals];
    t.is(systolic.totals.timeUs, pes.totals.timeUs);
    t.is(systolic.totals.multiplyAccumulates, pes.totals.multiplyAccumulates);
    t.is(after.arithmetic, before.arithmetic);
    t.is(after.dram, before.dram);
    t.is(systolic.layers[0].outputs.sha256, pes.layers[0].outputs.sha256);
    t.true(after.sram > before.sram && after.sram < 1.05 * before.sram);
    t.true(after.registers + after.control < 0.3 * (before.registers + before.control));
  });

test('the dense rungs stand there as systolic arrays too, of as many multipliers, with the numbers of runs; no rung depends on them', async (t) => {
  const set = ['processingElements=16', 'activationQueue.depth=4', 'clock=400 MHz'];
  const machines = await loadLadder(set);
  const { rungs, arrays } = runLadder(machines, NETWORK);
  t.deepEqual(
    arrays?.map(({ rung, file }) => [rung, file]),
    [
      [rungs[0].name, 'dense-fp32-array.yaml'],
      [rungs[1].name, 'dense-int16-array.yaml'],
    ],
  );
  for (const [k, config] of ['dense-fp32-array', 'dense-int16-array'].entries()) {
    const hardware = await loadHardware(`ladder/${config}`, { set: ['array.columns=16', 'clock=400 MHz'] });
    const { totals } = runNetwork(hardware, NETWORK, await loadEnergyTable(hardware.energy.tableFile));
    t.is(arrays![k].stream.energyPj.total, totals.energyPj.total);
    t.is(arrays![k].stream.totalFactor, rungs[k].stream.energyPj.total / totals.energyPj.total);
  }
  const alone = runLadder(
    machines.map(({ array: _array, ...machine }) => machine),
    NETWORK,
  );
  t.deepEqual(alone.rungs, rungs);
  t.false('arrays' in alone);
});

test('of several inputs the ladder says that its numbers are sums over them; of one it says nothing', async (t) => {
  const inputs = Float32Array.from({ length: 3 * 50 }, (_, k) => (k % 3 === 0 ? 1 : 0));
  const chain =
    'name: c\nchain: true\ninputs: x.npy\nlayers:\n  - { name: a, generate: { rows: 40, columns: 50, weightDensity: 0.3, activationDensity: 1 } }\n';
  const ladderOf = async (count: number) => {
    const files = memoryFiles({ 'c.yaml': chain, 'x.npy': npyBytes([count, 50], inputs.subarray(0, 50 * count)) });
    return runLadder(await loadLadder(), await loadNetwork(files, 'c.yaml'));
  };
  const [three, one] = [await ladderOf(3), await ladderOf(1)];
  t.is(three.network.inferences, 3);
  t.is(three.rungs[0].multiplyAccumulates, 3 * one.rungs[0].multiplyAccumulates);
  t.regex(renderReport(three, 120), /Times and energies are sums over 3 inferences\./);
  t.regex(String(ladderEnergy.draw(three, chartStyle('column')).description), /: sums over 3 inferences$/);
  t.false('inferences' in one.network);
  t.notRegex(renderReport(one, 120), /sums over/);
});
