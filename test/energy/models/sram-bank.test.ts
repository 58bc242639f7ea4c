import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { randomBelow, randomStream } from '../../../src/base/random.ts';
import { costOf } from '../../../src/energy/cost-of.ts';
import { sharedPath, testWithData } from '../../oracles/shared-folder.ts';

const GRID = sharedPath('data', 'memory', 'cacti-sram.csv');
const CAPACITIES = Array.from({ length: 15 }, (_, k) => 512 * 2 ** k);
const WIDTHS = [16, 32, 64, 128, 256, 512];

interface Point {
  readonly device_type: string;
  readonly tech_nm: string;
  readonly size_bytes: string;
  readonly read_width_bits: string;
  readonly status: string;
  readonly read_energy_pJ_per_access: string;
}

const key = (device: string, node: number, capacity: number, width: number): string =>
  `${device} ${node} ${capacity} ${width}`;

function referenceGrid(): Map<string, number> {
  const points: Point[] = parse(readFileSync(GRID), { columns: true });
  return new Map(
    points
      .filter(({ status }) => status === 'ok')
      .map((p) => [
        key(p.device_type.replace('itrs-', ''), Number(p.tech_nm), Number(p.size_bytes), Number(p.read_width_bits)),
        Number(p.read_energy_pJ_per_access),
      ]),
  );
}

/** Place of a value on an axis of powers of two: index of the lower knot, and the share of the way to the upper. */
function onAxis(axis: readonly number[], value: number): [index: number, share: number] {
  const place = Math.log2(value / axis[0]);
  const index = Math.min(axis.length - 2, Math.floor(place));
  return [index, place - index];
}

const withGrid = testWithData(GRID);

withGrid(
  'off the grid the read energy is bilinear in (log2 size, log2 width) of its logarithm, for every node and device',
  (t) => {
    const grid = referenceGrid();
    const next = randomStream(7);
    let compared = 0;
    for (let k = 0; k < 1500; k++) {
      const [device, node] = [['hp', 'lstp', 'lop'][k % 3], [90, 65, 45, 32, 22][k % 5]];
      const capacity = Math.round(512 * 2 ** (randomBelow(next, 14000) / 1000));
      const width = Math.round(16 * 2 ** (randomBelow(next, 5000) / 1000));
      const [c, u] = onAxis(CAPACITIES, capacity);
      const [w, v] = onAxis(WIDTHS, width);
      const corner = (i: number, j: number): number =>
        Math.log(grid.get(key(device, node, CAPACITIES[c + i], WIDTHS[w + j])) ?? NaN);
      const expected = Math.exp(
        (1 - v) * ((1 - u) * corner(0, 0) + u * corner(1, 0)) + v * ((1 - u) * corner(0, 1) + u * corner(1, 1)),
      );
      if (Number.isNaN(expected)) continue; // a corner that CACTI refused
      const { actions } = costOf('sram', {
        capacity: `${capacity} B`,
        width: `${width} bit`,
        technology: `${node} nm`,
        device,
      });
      compared++;
      if (Math.abs(actions.read.energyPj / expected - 1) > 1e-8)
        t.fail(`${device} ${node} nm ${capacity} B x ${width} bit`);
    }
    t.true(compared > 1000);
  },
);
