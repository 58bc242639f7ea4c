import test from 'ava';
import { countProduct } from '../../../src/machines/systolic/count-product.ts';
import type { Layer } from '../../../src/network/layer.ts';
import { loadHardware, loadNetworkConfig } from '../../../src/node/read-configs.ts';
import { NO_OUTPUTS } from '../../../src/simulate/outputs/matrix-product.ts';

type Counting = Parameters<typeof countProduct>[3];

/** A layer of which only the size matters. */
function sized(name: string, rows: number, columns: number): Layer {
  const none = new Uint32Array(0);
  const matrix = {
    rows,
    columns,
    hasBias: false,
    columnStart: none,
    rowIndex: none,
    weights: { kind: 'direct', values: new Float32Array(0) },
  };
  return { name, kind: 'fullyConnected', matrix, activations: new Float32Array(0) } as Layer;
}

// Jouppi et al. (ISCA 2017), Table 3, in per cent: active, weight stall, weight shift and non-matrix cycles; Table 1: batch and millions of weights
const PUBLISHED = {
  mlp0: { machine: 'tpu-v1', shares: [12.7, 53.9, 15.9], other: 17.5, batch: 200, weights: 20, points: 1 },
  mlp1: { machine: 'tpu-v1', shares: [10.6, 44.2, 13.4], other: 31.9, batch: 168, weights: 5, points: 3 },
  lstm0: { machine: 'tpu-v1-int16', shares: [8.2, 58.1, 15.8], other: 17.9, batch: 64, weights: 52, points: 1 },
  lstm1: { machine: 'tpu-v1-int16', shares: [10.5, 62.1, 17.1], other: 10.3, batch: 96, weights: 34, points: 3 },
} as const;

for (const [name, { machine, shares, other, batch, weights, points }] of Object.entries(PUBLISHED))
  test(`${name}: active, weight-stall and weight-shift shares are within ${points} point${points === 1 ? '' : 's'} of the counters of the first TPU`, async (t) => {
    const network = await loadNetworkConfig(`configs/networks/tpu-${name}.yaml`);
    const hardware = (await loadHardware(machine)) as unknown as Counting;
    t.is(network.batch, batch);
    const sizes = network.layers.map(({ generate }) => generate!);
    t.is(Math.round(sizes.reduce((sum, { rows, columns }) => sum + rows * columns, 0) / 1e6), weights);
    const counts = sizes.map(({ rows, columns }) =>
      countProduct(sized(name, rows, columns), batch, NO_OUTPUTS, hardware),
    );
    const sum = (of: (one: (typeof counts)[number]) => number) => counts.reduce((all, one) => all + of(one), 0);
    const cycles = sum((one) => one.cycles);
    const found = [
      sum(({ activeCycles }) => activeCycles),
      sum(({ weightStallCycles }) => weightStallCycles),
      sum(({ weightShiftCycles }) => weightShiftCycles),
    ].map((part) => (part / cycles) * (100 - other));
    for (const [k, share] of shares.entries())
      t.true(Math.abs(found[k] - share) < points, `${found.join()} beside ${shares.join()}`);
    t.deepEqual(
      network.published!.shares.map(({ share }) => Math.round(share * 1000) / 10),
      [...shares],
    );
    t.is(Math.round(network.published!.otherShare * 1000) / 10, other);
  });

test('a tile of 64 KiB takes 1349 cycles of 700 MHz to come at 34 GB/s, and that is what a fold takes as long as a batch is shorter', async (t) => {
  const hardware = (await loadHardware('tpu-v1')) as unknown as Counting;
  const cycles = (tiles: number, batch: number) =>
    countProduct(sized('fc', 256, 256 * tiles), batch, NO_OUTPUTS, hardware).cycles;
  t.true(Math.abs(cycles(11, 200) - cycles(1, 200) - (10 * 65536 * 700e6) / 34e9) < 1);
  t.is(cycles(11, 3000) - cycles(1, 3000), 10 * 3000);
});
