import test from 'ava';
import fc from 'fast-check';
import { CATEGORIES } from '../../../src/machines/component.ts';
import { loadHardware } from '../../../src/node/read-configs.ts';
import { costsOf, summedCosts } from '../../../src/run/totals.ts';
import { sumCosts } from '../../../src/sweep/run/sum-costs.ts';

const hardware = await loadHardware('eie-64pe');
const ACTIONS = [
  'sparseMatrix.read',
  'pointers.read',
  'activationQueue.push',
  'arithmeticUnit.multiply',
  'arithmeticUnit.leakage',
  'clockNetwork.cycle',
];

const layers = fc.array(
  fc.record({
    name: fc.string(),
    cycles: fc.nat(),
    actionCounts: fc.dictionary(fc.constantFrom(...ACTIONS), fc.nat({ max: 2 ** 31 - 1 })),
  }),
  { maxLength: 5 },
);
const prices = fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), {
  minLength: ACTIONS.length,
  maxLength: ACTIONS.length,
});

test('the sum over layers is that of their reports, to the bit', (t) => {
  fc.assert(
    fc.property(layers, prices, (given, drawn) => {
      const list = new Map(ACTIONS.map((name, k) => [name, drawn[k]]));
      const [fast, plain] = [sumCosts(given, list, hardware), summedCosts(costsOf(given, list, hardware))];
      t.is(fast.timeUs, plain.timeUs);
      for (const key of ['total', ...CATEGORIES] as const) t.is(fast.energyPj[key], plain.energyPj[key], key);
      t.deepEqual(fast.energyPj.byComponent, plain.energyPj.byComponent);
      t.deepEqual(fast.energyPj.byAction, plain.energyPj.byAction);
    }),
  );
});

test('what was counted and has no price is an error, what was not counted costs nothing', (t) => {
  const layer = (count: number) => [{ name: 'fc', cycles: 1, actionCounts: { 'pointers.read': count } }];
  t.throws(() => sumCosts(layer(2), new Map(), hardware), {
    message: /no energy for action "read", counted 2 times in layer "fc"/,
  });
  t.is(sumCosts(layer(0), new Map(), hardware).energyPj.total, 0);
});
