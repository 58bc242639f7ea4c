import test from 'ava';
import { randomBelow, randomStream } from '../../../src/base/random.ts';
import { type SramShape, sramCost } from '../../../src/energy/sram/sram-cost.ts';
import { DEVICES, SHAPE } from './shape.ts';

const next = randomStream(11);
const some = <T>(list: readonly T[]): T => list[randomBelow(next, list.length)];
/** Log-uniform. */
const between = (low: number, high: number): number => low * (high / low) ** (randomBelow(next, 10001) / 10000);

/** A memory with 128 words or more in each bank, so that its wider and larger neighbours exist too. */
function anyShape(): SramShape {
  const widthBits = Math.round(between(8, 700));
  const banks = some([1, 1, 2, 4, 8]);
  const capacityBytes = Math.ceil(banks * Math.max(512, between(16 * widthBits, 2 ** 21)));
  const objective = some([{ name: 'ed2' }, { name: 'energy' }, { name: 'clock', periodNs: between(0.4, 10) }] as const);
  const technologyNm = some([90, 70, 65, 45, 40, 32, 28, 22, 16, 7, 5, 3]);
  return { ...SHAPE, device: some(DEVICES), technologyNm, widthBits, banks, capacityBytes, objective };
}

const COUNT = 600;

const never = test.macro({
  exec(t, change: (shape: SramShape) => Partial<SramShape>) {
    for (let k = 0; k < COUNT; k++) {
      const shape = anyShape();
      const [smaller, larger] = [sramCost(shape), sramCost({ ...shape, ...change(shape) })];
      const tells = `${JSON.stringify(shape)} ${JSON.stringify(change(shape))}`;
      if (larger.readPj < smaller.readPj * (1 - 1e-12)) t.fail(`read ${tells}`);
      if (larger.writePj < smaller.writePj * (1 - 1e-12)) t.fail(`write ${tells}`);
    }
    t.pass();
  },
  title: (title) => title ?? '',
});

test('a larger memory of the same width never costs less an access', never, ({ capacityBytes }) => ({
  capacityBytes: Math.ceil(capacityBytes * 1.3),
}));
test('a wider line of the same capacity never costs less an access', never, ({ widthBits }) => ({
  widthBits: Math.ceil(widthBits * 1.3),
}));
test('a wider line of as many words never costs less an access', never, ({ widthBits, capacityBytes }) => ({
  widthBits: widthBits * 2,
  capacityBytes: capacityBytes * 2,
}));

test('banks do not save what the way to them costs: 128 KiB x 64 reads for 0.8 to 1.1 of a single bank', (t) => {
  const single = sramCost(SHAPE).readPj;
  for (const banks of [2, 4, 8, 16, 32]) {
    const share = sramCost({ ...SHAPE, banks }).readPj / single;
    t.true(share > 0.8 && share < 1.1, `${banks} banks: ${share}`);
  }
});
