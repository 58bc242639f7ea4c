import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { UserError } from '../../../src/base/user-error.ts';
import { type SramShape, sramCost } from '../../../src/energy/models/sram-cost.ts';
import { packageRoot } from '../../../src/node/package-root.ts';

const SHAPE: SramShape = {
  device: 'lstp',
  technologyNm: 45,
  capacityBytes: 131072,
  widthBits: 64,
  banks: 1,
  temperatureK: 300,
};

const read = (capacityBytes: number, widthBits: number): number =>
  sramCost({ ...SHAPE, capacityBytes, widthBits }).readPj;

function deviceOf(name: string): SramShape['device'] {
  if (name === 'hp' || name === 'lstp' || name === 'lop') return name;
  throw new Error(name);
}

test('every point of the grid is exact', (t) => {
  const lines = readFileSync(join(packageRoot(), 'configs/energy/cacti-sram.csv'), 'utf8').split('\n').slice(5, -1);
  t.is(lines.length, 1305);
  for (const line of lines) {
    const [device, nm, capacity, width, readPj, writePj, leakage, , area, access] = line.split(',');
    const cost = sramCost({
      device: deviceOf(device),
      technologyNm: Number(nm),
      capacityBytes: Number(capacity),
      widthBits: Number(width),
      banks: 1,
      temperatureK: 300,
    });
    if (
      cost.readPj !== Number(readPj) ||
      cost.writePj !== Number(writePj) ||
      cost.leakageMw !== Number(leakage) ||
      cost.areaMm2 !== Number(area) ||
      cost.accessTimeNs !== Number(access)
    )
      t.fail(line);
  }
});

test('between two capacities the energy is their geometric mean in the middle of the log axis', (t) => {
  const half = sramCost({ ...SHAPE, capacityBytes: 131072 * Math.SQRT2 });
  const high = sramCost({ ...SHAPE, capacityBytes: 262144 });
  t.true(Math.abs(half.readPj - Math.sqrt(32.2859 * high.readPj)) < 1e-9);
  t.is(half.provenance, 'interpolated');
  t.is(sramCost(SHAPE).provenance, 'measured');
});

test('capacity is the total over the banks: energy of one bank, leakage and area of all', (t) => {
  const one = sramCost({ ...SHAPE, capacityBytes: 16384, widthBits: 16 });
  const two = sramCost({ ...SHAPE, capacityBytes: 32768, widthBits: 16, banks: 2 });
  t.is(two.readPj, one.readPj);
  t.is(two.leakageMw, 2 * one.leakageMw);
  t.is(two.areaMm2, 2 * one.areaMm2);
});

test('outside the grid the nearest point is taken, with both numbers in the warning', (t) => {
  const cost = sramCost({ ...SHAPE, capacityBytes: 64 * 2 ** 20 });
  t.is(cost.readPj, sramCost({ ...SHAPE, capacityBytes: 8 * 2 ** 20 }).readPj);
  t.regex(cost.warnings.join(), /67108864 bytes.*512 to 8388608.*priced as 8388608/);
});

test('a cell with a refused corner leans on its three others, and meets the edges that have two', (t) => {
  t.true(read(700, 180) > read(512, 128) && read(700, 180) < read(1024, 256));
  t.true(Math.abs(read(700, 128.001) - read(700, 128)) < 1e-3);
  t.true(Math.abs(read(1023.999, 180) - read(1024, 180)) < 1e-3);
});

test('a point on the edge of two cells takes the one that has corners enough', (t) => {
  t.true(read(1500, 512) > read(1024, 256) && read(1500, 512) < read(2048, 512) * 1.01);
  t.true(read(768, 256) > read(768, 128));
  t.true(read(512, 192) > read(512, 128));
});

test('where CACTI refuses, so do we', (t) => {
  for (const [capacityBytes, widthBits] of [
    [512, 256],
    [512, 512],
    [1024, 512],
    [700, 400],
  ] as const)
    t.throws(() => sramCost({ ...SHAPE, capacityBytes, widthBits }), {
      instanceOf: UserError,
      message: /SRAM_NO_POINT/,
    });
});

test('a node between two nodes of the grid lies between their energies', (t) => {
  const [at22, at28, at32] = [22, 28, 32].map((technologyNm) => sramCost({ ...SHAPE, technologyNm }).readPj);
  t.true(at22 < at28 && at28 < at32);
});

test('beyond the nodes of the grid energy and area are scaled, and the warning says from where', (t) => {
  const [at90, at130] = [90, 130].map((technologyNm) => sramCost({ ...SHAPE, technologyNm }));
  t.true(Math.abs(at130.readPj / at90.readPj - 7.317 / 3.7298) < 1e-12);
  t.true(Math.abs(at130.areaMm2 / at90.areaMm2 - 6.4 / 2.8) < 1e-12);
  t.is(at130.leakageMw, at90.leakageMw);
  t.is(at130.provenance, 'scaled');
  t.regex(at130.warnings.join(), /technology 130 nm lies outside.*scaled from 90 nm by Stillmaker & Baas 2017/);
});

test('a shape that CACTI was not asked for is an assumption', (t) => {
  t.is(sramCost({ ...SHAPE, capacityBytes: 2 ** 24 }).provenance, 'assumed');
  t.is(sramCost({ ...SHAPE, widthBits: 1024 }).provenance, 'assumed');
});

test('heat multiplies leakage and nothing else', (t) => {
  const hot = sramCost({ ...SHAPE, temperatureK: 360 });
  t.is(hot.readPj, 32.2859);
  t.regex(hot.leakageRemark, /brought to 360 K/);
  t.true(hot.leakageMw / sramCost(SHAPE).leakageMw > 12 && hot.leakageMw / sramCost(SHAPE).leakageMw < 16);
  t.throws(() => sramCost({ ...SHAPE, temperatureK: 200 }), { message: /300 to 360 K, found 200 K/ });
});
