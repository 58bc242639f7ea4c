import test from 'ava';
import { randomBelow, randomStream } from '../../../src/base/random.ts';
import type { DeviceType } from '../../../src/energy/sram/arrays.ts';
import { PORTS } from '../../../src/energy/sram/ports.ts';
import { type SramShape, sramCost } from '../../../src/energy/sram/sram-cost.ts';
import { DEVICES, SHAPE } from './shape.ts';

const next = randomStream(11);
const some = <T>(list: readonly T[]): T => list[randomBelow(next, list.length)];
/** Log-uniform. */
const between = (low: number, high: number): number => low * (high / low) ** (randomBelow(next, 10001) / 10000);

const NODES = [180, 90, 70, 65, 45, 40, 32, 28, 22, 16, 7, 5, 3, 2];
const OBJECTIVES = ['ed2', 'energy', 'area', 'clock'] as const;

/** A memory in the middle of what CACTI was asked for, so that its wider and larger neighbours exist too; of few clocks, as each has a plane of its own. */
function anyShape(technologyNm: number, device: DeviceType): SramShape {
  const widthBits = Math.round(between(8, 700));
  const banks = some([1, 1, 2, 4, 8]);
  const capacityBytes = Math.ceil(banks * Math.max(512, between(16 * widthBits, 2 ** 21)));
  const name = some(OBJECTIVES);
  const objective = name === 'clock' ? { name, periodNs: some([0.5, 1.25, 4]) } : { name };
  const ports = some(PORTS);
  return { ...SHAPE, device, technologyNm, widthBits, banks, ports, capacityBytes, objective };
}

const EACH = 25;

const never = test.macro({
  exec(t, change: (shape: SramShape, factor: number) => Partial<SramShape>) {
    for (const technologyNm of NODES)
      for (const device of DEVICES)
        for (let k = 0; k < EACH; k++) {
          const shape = anyShape(technologyNm, device);
          const more = change(shape, some([1.001, 1.05, 1.3, 2]));
          const [smaller, larger] = [sramCost(shape), sramCost({ ...shape, ...more })];
          const tells = `${JSON.stringify(shape)} ${JSON.stringify(more)}`;
          if (larger.readPj < smaller.readPj * (1 - 1e-12)) t.fail(`read ${tells}`);
          if (larger.writePj < smaller.writePj * (1 - 1e-12)) t.fail(`write ${tells}`);
        }
    t.pass();
  },
  title: (title) => title ?? '',
});

test(
  'at every node and device a larger memory of the same width never costs less an access',
  never,
  ({ capacityBytes }, factor) => ({
    capacityBytes: Math.ceil(capacityBytes * factor),
  }),
);
test('nor a wider line of the same capacity', never, ({ widthBits }, factor) => ({
  widthBits: Math.ceil(widthBits * factor),
}));
test('nor a wider line of as many words', never, ({ widthBits, capacityBytes }, factor) => {
  const wider = Math.ceil(widthBits * factor);
  return { widthBits: wider, capacityBytes: (capacityBytes / widthBits) * wider };
});

test('banks do not save what the way to them costs: 128 KiB x 64 reads for 0.8 to 1.1 of a single bank', (t) => {
  const single = sramCost(SHAPE).readPj;
  for (const banks of [2, 4, 8, 16, 32]) {
    const share = sramCost({ ...SHAPE, banks }).readPj / single;
    t.true(share > 0.8 && share < 1.1, `${banks} banks: ${share}`);
  }
});
