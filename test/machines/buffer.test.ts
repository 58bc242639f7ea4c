import assert from 'node:assert/strict';
import test from 'ava';
import fc from 'fast-check';
import { allMachines, MACHINES, machineOf } from '../../src/machines/index.ts';
import { generateLayer } from '../../src/network/generate.ts';
import { loadEnergyTable, loadHardware } from '../../src/node/read-configs.ts';
import { inBatch } from '../../src/run/load/in-batch.ts';
import { runNetwork } from '../../src/run/run-network.ts';
import { storeLayers } from '../../src/run/store-layers.ts';
import { throughBuffer } from '../../src/simulate/weights/shared-buffer.ts';
import { totalBits } from '../../src/simulate/weights/stored-bits.ts';

const table = await loadEnergyTable('45nm');

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

test('whatever goes through how often: DRAM gives all that differs and takes the outputs, no more where the buffer holds it, never more with a larger buffer or than without', (t) => {
  fc.assert(
    fc.property(
      fc.record({ codes: count, indices: count, pointers: count, bias: count, codebook: count }),
      fc.integer({ min: 1, max: 9 }),
      fc.record({ unique: count, times: fc.integer({ min: 1, max: 5 }) }),
      fc.record({ unique: count, times: fc.integer({ min: 1, max: 5 }), outputBits: count }),
      fc.tuple(fc.integer({ min: 1, max: 100_000 }), fc.integer({ min: 1, max: 100_000 })),
      (once, fetches, { unique: uniqueInputBits, times }, { outputBits, ...sum }, capacities) => {
        const { codebook } = once;
        const weights = once.codes + once.indices + once.pointers + once.bias;
        const asked = {
          codes: once.codes * fetches,
          indices: once.indices * fetches,
          padding: 0,
          pointers: once.pointers * fetches,
          bias: once.bias * fetches,
          codebook,
          activations: uniqueInputBits * times,
          fetches,
        };
        const sums = { bits: sum.unique * sum.times, unique: sum.unique };
        const beside = { outputBits, uniqueInputBits, sums };
        // partial sums are made on the chip: DRAM has to give none of them
        const unique = weights + codebook + uniqueInputBits;
        const [small, large] = capacities.toSorted((a, b) => a - b);
        const [less, more] = [small, large].map((bytes) => throughBuffer(asked, buffer(bytes), beside));
        const bare = throughBuffer(asked, undefined, beside);
        assert.equal(totalBits(bare.bits), totalBits(asked) + sums.bits);
        assert.equal(bare.writtenBits, outputBits + sums.bits);
        for (const { bits, writtenBits, traffic } of [less, more]) {
          assert.ok(totalBits(bits) >= unique);
          assert.ok(writtenBits >= outputBits);
          // a bit of each kind may be rounded up
          assert.ok(totalBits(bits) <= totalBits(bare.bits) + 6);
          assert.ok(writtenBits <= bare.writtenBits);
          // what goes there for want of room comes back
          assert.ok(writtenBits - outputBits <= totalBits(bits) - unique);
          if (traffic!.keptShare === 1) assert.deepEqual([totalBits(bits), writtenBits], [unique, outputBits]);
          // all that comes in goes out, to the PEs or to DRAM, and what stays goes out more often
          assert.equal(traffic!.readBytes, Math.ceil((totalBits(bare.bits) + writtenBits) / 8));
          assert.equal(traffic!.writtenBytes, Math.ceil((totalBits(bits) + outputBits + sums.bits) / 8));
        }
        assert.ok(totalBits(more.bits) <= totalBits(less.bits));
        assert.ok(more.writtenBits <= less.writtenBits);
        if (large * 8 >= unique + sums.unique) assert.equal(more.traffic!.keptShare, 1);
      },
    ),
  );
  t.pass();
});

test('partial sums that their memory does not hold stay in a buffer that does: DRAM sees none of them', async (t) => {
  const spec = { name: 'fc', rows: 64, columns: 64, weightDensity: 1, activationDensity: 1 };
  const sums = inBatch({ name: 'n', file: 'n', seed: 3, layers: [generateLayer(spec, 3)] }, 64);
  const run = async (...buffered: string[]) => {
    const set = [
      'array.rows=8',
      'array.columns=8',
      'memories.sums.capacity=512 B',
      'memories.sums.banks=1',
      'weights.overflow=stream',
      ...buffered,
    ];
    const hardware = await loadHardware('systolic-32x32', { set });
    return runNetwork(hardware, sums, table).layers[0];
  };
  const [plain, held] = [await run(), await run('buffer.capacity=1 MiB', 'buffer.width=256 bit')];
  // 8 tiles along the inputs: 7 times a tile of 64 x 8 sums, of which 256 have room, goes out and comes back, for each of 8 tiles along the outputs
  const spilled = 7 * 8 * (64 * 8 - 256);
  t.is(plain.spilledSums, spilled);
  t.deepEqual(plain.dram!.activations, { readBytes: spilled * 2, writtenBytes: spilled * 2 });
  t.is(held.dram!.usefulBytes, 0);
  t.is(held.dram!.bursts, 0);
  t.is(held.dram!.buffer!.readBytes, spilled * 2);
  t.is(held.dram!.buffer!.writtenBytes, spilled * 2);
  t.true(held.cycles < plain.cycles);
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
      return runNetwork(hardware, network, table);
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
  const result = runNetwork(hardware, { ...network, layers: [layer], batch: 1 }, table);
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

/** A config of each machine with the memory of weights so small that it holds none of the layers below. */
const TIGHT = {
  'eie-64pe': ['processingElements=2', 'memories.sparseMatrix.capacity=512 B', 'memories.pointers.capacity=1 KiB'],
  'systolic-8x8': ['memories.weights.capacity=2 KiB', 'memories.weights.banks=1', 'array.dataflow=outputStationary'],
  bbs: ['processingElements=2', 'memories.weights.capacity=512 B'],
  '2-of-4': ['processingElements=2', 'memories.weights.capacity=512 B'],
  'eyeriss-v2-pe': ['memories.weights.capacity=512 B'],
  'cambricon-x': ['processingElements=1', 'lanes=2', 'memories.weights.capacity=512 B'],
  'cambricon-s': ['processingElements=1', 'lanes=2', 'memories.weights.capacity=512 B'],
  scnn: ['array.rows=1', 'array.columns=1', 'memories.weights.capacity=512 B'],
} as const;

for (const [config, set] of Object.entries(TIGHT))
  test(`${config}: DRAM reads at least the bytes that differ, and exactly those where a buffer holds them, on random layers and batches`, async (t) => {
    const load = (...more: string[]) => loadHardware(config, { set: ['weights.home=dram', ...set, ...more] });
    const [bare, small, large] = [
      await load(),
      await load('buffer.capacity=1 KiB', 'buffer.width=64 bit', 'buffer.banks=1'),
      await load('buffer.capacity=1 MiB', 'buffer.width=64 bit', 'buffer.banks=1'),
    ];
    const spec = fc.record({
      rows: fc.integer({ min: 1, max: 150 }),
      columns: fc.integer({ min: 1, max: 150 }),
      weightDensity: fc.constantFrom(0.05, 0.4, 1),
      activationDensity: fc.constantFrom(0, 0.3, 1),
    });
    fc.assert(
      fc.property(spec, fc.integer({ min: 1, max: 4 }), fc.nat(99), (sizes, batch, seed) => {
        const { layers } = inBatch(
          { name: 'n', file: 'n', seed, layers: [generateLayer({ name: 'fc', ...sizes }, seed)] },
          batch,
        );
        const traffic = (hardware: typeof bare) => {
          const network = { name: 'n', file: 'n', seed, layers, batch };
          const { stored } = storeLayers(hardware, network);
          const [{ layer, made }] = stored;
          const unique = totalBits(machineOf(hardware).stored(layer, made, hardware));
          const { dram } = runNetwork(hardware, network, table).layers[0];
          return {
            read: dram!.usefulBytes - (dram!.activations?.writtenBytes ?? 0),
            unique: unique / 8,
            kept: dram!.buffer?.keptShare,
          };
        };
        const [without, little, much] = [bare, small, large].map(traffic);
        for (const { read, unique } of [without, little, much])
          assert.ok(read >= Math.floor(unique), `${read} ${unique}`);
        assert.ok(much.read <= little.read && little.read <= without.read + 1);
        assert.equal(much.kept, 1);
        assert.equal(much.read, Math.ceil(much.unique));
      }),
      { numRuns: 25 },
    );
    t.pass();
  });
