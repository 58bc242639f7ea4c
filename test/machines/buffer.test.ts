import assert from 'node:assert/strict';
import test from 'ava';
import fc from 'fast-check';
import { allMachines, MACHINES } from '../../src/machines/index.ts';
import { generateLayer } from '../../src/network/generate.ts';
import { loadEnergyTable, loadHardware } from '../../src/node/read-configs.ts';
import { inBatch } from '../../src/run/load/in-batch.ts';
import { runNetwork } from '../../src/run/run-network.ts';
import { throughBuffer } from '../../src/simulate/weights/shared-buffer.ts';
import { totalBits } from '../../src/simulate/weights/stored-bits.ts';

const buffer = (capacityBytes: number) => ({
  kind: 'sram' as const,
  device: 'lstp' as const,
  capacityBytes,
  banks: 4,
  widthBits: 256,
  objective: 'clock' as const,
  ports: '1rw' as const,
});

const count = fc.integer({ min: 0, max: 100_000 });

test('whatever is streamed how often: DRAM gives all that differs, no more where the buffer holds it, never more with a larger buffer, and never more than without', (t) => {
  fc.assert(
    fc.property(
      fc.record({ codes: count, indices: count, pointers: count, bias: count, codebook: count }),
      fc.integer({ min: 1, max: 9 }),
      fc.record({ unique: count, times: fc.integer({ min: 1, max: 5 }) }),
      fc.tuple(fc.integer({ min: 1, max: 100_000 }), fc.integer({ min: 1, max: 100_000 })),
      (once, fetches, { unique: uniqueActivationBits, times }, capacities) => {
        const { codebook } = once;
        const weights = once.codes + once.indices + once.pointers + once.bias;
        const asked = {
          codes: once.codes * fetches,
          indices: once.indices * fetches,
          padding: 0,
          pointers: once.pointers * fetches,
          bias: once.bias * fetches,
          codebook,
          activations: uniqueActivationBits * times,
          fetches,
        };
        const unique = weights + codebook + uniqueActivationBits;
        const [small, large] = capacities.toSorted((a, b) => a - b);
        const [less, more] = [small, large].map((bytes) =>
          throughBuffer(asked, buffer(bytes), { uniqueActivationBits }),
        );
        for (const { bits, traffic } of [less, more]) {
          assert.ok(totalBits(bits) >= unique);
          // a bit of each kind may be rounded up
          assert.ok(totalBits(bits) <= totalBits(asked) + 5);
          if (traffic!.keptShare === 1) assert.equal(totalBits(bits), unique);
          assert.equal(traffic!.readBytes, Math.ceil(totalBits(asked) / 8));
        }
        assert.ok(totalBits(more.bits) <= totalBits(less.bits));
        if (large * 8 >= unique) assert.equal(totalBits(more.bits), unique);
        assert.equal(totalBits(throughBuffer(asked, undefined, {}).bits), totalBits(asked));
      },
    ),
  );
  t.pass();
});

/** A layer whose weights no machine's own memory holds, as it is set here, so that each of a batch of four asks for them anew. */
const layer = generateLayer({ name: 'fc', rows: 256, columns: 512, weightDensity: 0.4, activationDensity: 1 }, 3);
const network = inBatch({ name: 'n', file: 'n', seed: 3, layers: [layer] }, 4);

const STREAMING = {
  'eie-64pe': ['memories.sparseMatrix.capacity=512 B', 'memories.pointers.capacity=1 KiB'],
  'systolic-32x32': ['array.rows=2', 'array.dataflow=outputStationary', 'memories.weights.capacity=4 KiB'],
} as const;

for (const [machine, set] of Object.entries(STREAMING))
  test(`${machine}: with a buffer that holds the weights DRAM gives them once for a batch, and the run is faster, charged and larger`, async (t) => {
    const run = async (...buffered: string[]) => {
      const hardware = await loadHardware(machine, { set: ['weights.home=dram', ...set, ...buffered] });
      return runNetwork(hardware, network, await loadEnergyTable('45nm'));
    };
    const [plain, small, large] = [
      await run(),
      await run('buffer.capacity=16 KiB', 'buffer.width=256 bit'),
      await run('buffer.capacity=1 MiB', 'buffer.width=256 bit'),
    ];
    const read = ({ layers }: typeof plain) => layers[0].dram!.usefulBytes;
    const once = await run('buffer.capacity=1 MiB', 'buffer.width=256 bit');
    t.is(read(large), read(once));
    t.true(read(large) < read(small) && read(small) < read(plain));
    t.is(large.layers[0].dram!.buffer!.readBytes, read(plain));
    t.true(large.totals.cycles < plain.totals.cycles);
    t.true(large.totals.energyPj.byComponent.buffer > 0);
    t.true(large.totals.energyPj.byComponent.dram < plain.totals.energyPj.byComponent.dram);
    t.true(large.area!.sharedMm2!.buffer > 0);
    t.is(large.totals.actionCounts['buffer.leakage'], large.totals.cycles);
    t.is(large.layers[0].outputs.sha256, plain.layers[0].outputs.sha256);
    t.false('buffer.read' in plain.totals.actionCounts);
  });

test('a buffer through which nothing goes leaks, and the run says that it is not used', async (t) => {
  const hardware = await loadHardware('eie-64pe', { set: ['buffer.capacity=1 MiB', 'buffer.width=256 bit'] });
  const result = runNetwork(hardware, { ...network, layers: [layer], batch: 1 }, await loadEnergyTable('45nm'));
  t.true(result.warnings.includes('fc: nothing comes from DRAM, so that the buffer is not used'));
  t.is(result.totals.actionCounts['buffer.leakage'], result.totals.cycles);
});

test('every machine may have a buffer, and says nothing of it itself', async (t) => {
  t.is(allMachines().length, Object.keys(MACHINES).length);
  for (const machine of allMachines()) {
    t.true('buffer' in (await machine.config()).schema.shape, machine.name);
    t.true(machine.components.some(({ name }) => name === 'buffer'));
  }
  for (const machine of Object.values(MACHINES)) t.false(machine.components.some(({ name }) => name === 'buffer'));
});
