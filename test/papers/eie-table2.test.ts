import { readFileSync } from 'node:fs';
import test from 'ava';
import { parse } from 'csv-parse/sync';
import { charge, priceMap } from '../../src/energy/charge.ts';
import { type PowerBreakdown, powerBreakdown } from '../../src/energy/power-breakdown.ts';
import { priceCounts } from '../../src/energy/price-actions.ts';
import { loadEnergyTable } from '../../src/node/read-configs.ts';
import { FC8, FC8_TIME_US } from '../energy/fc8-counts.ts';
import { EIE, EIE_ED2 } from '../energy/table-by-hand.ts';

const table = await loadEnergyTable('45nm');

/** Both memories read once in eight cycles, as a sentence of section VI says (7926 cycles on 64 PEs). */
const EVERY_EIGHTH = { ...FC8, 'pointers.read': (7926 * 64) / 8, 'sparseMatrix.read': (7926 * 64) / 8 };

function power(hardware: typeof EIE, counts: Readonly<Record<string, number>>): PowerBreakdown {
  const { prices } = priceCounts(hardware, table, [{ name: 'fc8', actionCounts: counts }]);
  return powerBreakdown(charge(counts, priceMap(prices)).byAction, FC8_TIME_US, 64);
}

const readings = [power(EIE, FC8), power(EIE_ED2, FC8), power(EIE_ED2, EVERY_EIGHTH)];

test('with the cheapest arrays that fit the clock the chip takes 590 mW within 9 %; neither reading fits every row within 15 %', (t) => {
  t.true(Math.abs(readings[0].chipMw / 590 - 1) < 0.09);
  for (const { byModule, byKind } of readings)
    t.true([...byModule, ...byKind].some(({ differencePercent }) => Math.abs(differencePercent) > 15));
});

test('Fig. 9: over the nine layers reading costs least at 32 and 64 bits, and more with every doubling after it', (t) => {
  const points: Readonly<Record<string, string>>[] = parse(readFileSync('reports/eie-fig9/points.csv'), {
    columns: true,
  });
  const energies = points.map((point) => Number(point['energyPj.byAction.sparseMatrix.read']) * 1e-6);
  t.is(energies.length, 5);
  t.true(Math.abs(energies[0] / energies[1] - 1) < 0.005);
  for (let k = 1; k < 4; k++) t.true(energies[k + 1] > 1.1 * energies[k], energies.join(', '));
});
