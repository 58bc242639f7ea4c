import assert from 'node:assert/strict';
import test from 'ava';
import fc from 'fast-check';
import { generateLayer } from '../../../src/network/generate.ts';
import { loadEnergyTable, loadHardwareText } from '../../../src/node/read-configs.ts';
import { inBatch } from '../../../src/run/load/in-batch.ts';
import { runNetwork } from '../../../src/run/run-network.ts';

const choice = fc.record({
  rows: fc.integer({ min: 1, max: 20 }),
  columns: fc.integer({ min: 1, max: 20 }),
  dataflow: fc.constantFrom('weightStationary', 'inputStationary', 'outputStationary'),
  doubleBuffered: fc.boolean(),
  pattern: fc.constantFrom('none', '2:4', '1:8', '3:5'),
  home: fc.constantFrom('weights', 'dram'),
  overflow: fc.constantFrom('warn', 'stream'),
  capacityKiB: fc.constantFrom(2, 8, 256),
  bufferKiB: fc.constantFrom(0, 1, 4, 64),
  outputs: fc.integer({ min: 1, max: 60 }),
  inputs: fc.integer({ min: 1, max: 90 }),
  batch: fc.integer({ min: 1, max: 5 }),
  density: fc.constantFrom(0, 0.3, 1),
});

/** One multiplier and one product. */
const SMALLEST = {
  rows: 1,
  columns: 1,
  doubleBuffered: false,
  pattern: 'none',
  home: 'weights',
  overflow: 'warn',
  capacityKiB: 8,
  bufferKiB: 0,
  outputs: 1,
  inputs: 1,
  batch: 1,
  density: 1,
} as const;

test('any array on any layer: sums are sums, counts are whole, no more products than multipliers and cycles, and DRAM gives at least what differs', async (t) => {
  const table = await loadEnergyTable('45nm');
  await fc.assert(
    fc.asyncProperty(choice, async (one) => {
      // tiles that come through a queue are those of weights that stay
      const dataflow = one.doubleBuffered && one.home === 'dram' ? 'weightStationary' : one.dataflow;
      const hardware = await loadHardwareText(`name: a
machine: systolic
array: { rows: ${one.rows}, columns: ${one.columns}, dataflow: ${dataflow}, doubleBuffered: ${one.doubleBuffered} }
encoding: { pattern: '${one.pattern}' }
memories: { weights: { capacity: ${one.capacityKiB} KiB, banks: 1 }, activations: { capacity: 512 B, banks: 1 }, sums: { capacity: 512 B, banks: 1 } }
weights: { home: ${one.home}, overflow: ${one.overflow} }
${one.bufferKiB === 0 ? '' : `buffer: { capacity: ${one.bufferKiB} KiB, width: 64 bit, banks: 1 }`}
`);
      const spec = {
        name: 'fc',
        rows: one.outputs,
        columns: one.inputs,
        weightDensity: one.density,
        activationDensity: 0.5,
      };
      const layer = generateLayer(spec, 1);
      const network = inBatch({ name: 'n', file: 'n', seed: 1, layers: [layer] }, one.batch);
      const { layers, totals } = runNetwork(hardware, network, table);
      const [run] = layers;
      const { energyPj, actionCounts, dram } = run;
      const sum = (values: readonly number[]) => values.reduce((all, value) => all + value, 0);
      const near = (a: number, b: number) => assert.ok(Math.abs(a - b) <= 1e-12 * Math.max(Math.abs(a), Math.abs(b)));
      const { arithmetic, sram, registers, control, leakage } = energyPj;
      near(energyPj.total, sum([arithmetic, sram, energyPj.dram, registers, control, leakage]));
      near(energyPj.total, sum(Object.values(energyPj.byComponent)));
      near(energyPj.total, sum(Object.values(energyPj.byAction)));
      for (const [action, count] of Object.entries(actionCounts))
        assert.ok(Number.isSafeInteger(count) && count >= 0, `${action}: ${count}`);
      assert.ok(run.multiplyAccumulates <= run.cycles * one.rows * one.columns);
      assert.ok(run.utilization >= 0 && run.utilization <= 1);
      const parts = [run.activeCycles!, run.weightShiftCycles!, run.weightStallCycles!, run.drainCycles!];
      assert.ok(
        parts.every((cycles) => Number.isSafeInteger(cycles) && cycles >= 0),
        parts.join(),
      );
      assert.equal(sum(parts), run.cycles);
      assert.equal(totals.cycles, run.cycles);
      if (one.home === 'dram') assert.ok(dram!.usefulBytes >= Math.floor((run.storedWeights! * 16) / 8));
      if (dram !== undefined) assert.ok(dram.chargedBytes >= dram.usefulBytes);
      const spills = one.overflow === 'stream';
      const outputs = spills ? run.spilledOutputs! : 0;
      const written = dram?.activations?.writtenBytes ?? 0;
      assert.ok(written >= outputs * 2, 'every output that has no room is written');
      if (dram !== undefined && one.bufferKiB === 0)
        assert.equal(written, 2 * (outputs + (spills ? run.spilledSums! : 0)));
      if (dram?.buffer?.keptShare === 1) {
        assert.equal(written, outputs * 2, 'sums stay in the buffer');
        const index = one.pattern === 'none' ? 0 : Math.ceil(Math.log2(Number(one.pattern.split(':')[1])));
        const perInput = run.inputReads! / (one.inputs * one.batch);
        const inputs = spills ? run.spilledInputs! / perInput : 0;
        const weights = Math.ceil((run.storedWeights! * (16 + index)) / 8);
        // tiles of a queue are fetched with their padding
        if (one.home === 'dram' && !one.doubleBuffered)
          assert.equal(dram.usefulBytes - written, Math.ceil((run.storedWeights! * (16 + index)) / 8 + inputs * 2));
        if (one.home === 'dram') assert.ok(dram.usefulBytes - written >= weights);
      }
    }),
    {
      numRuns: 250,
      examples: [[{ ...SMALLEST, dataflow: 'outputStationary' }], [{ ...SMALLEST, dataflow: 'weightStationary' }]],
    },
  );
  t.pass();
});
