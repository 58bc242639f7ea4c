import test from 'ava';
import { charge, priceMap } from '../../src/energy/charge.ts';
import { type PowerBreakdown, powerBreakdown } from '../../src/energy/power-breakdown.ts';
import { priceCounts } from '../../src/energy/price-actions.ts';
import { loadEnergyTable } from '../../src/node/read-configs.ts';
import { FC8, FC8_TIME_US } from './fc8-counts.ts';
import { EIE } from './table-by-hand.ts';

async function fc8Power(tableFile: string): Promise<PowerBreakdown> {
  const { prices } = priceCounts(EIE, await loadEnergyTable(tableFile), [{ name: 'fc8', actionCounts: FC8 }]);
  return powerBreakdown(charge(FC8, priceMap(prices)).byAction, FC8_TIME_US, 64);
}

test('the calibrated table gives every module of EIE Table II back', async (t) => {
  const { byModule, chipMw } = await fc8Power('eie-table2');
  for (const { name, differencePercent } of byModule)
    t.true(Math.abs(differencePercent) < 0.1, `${name} ${differencePercent}`);
  t.true(Math.abs(chipMw - 586) < 1, `${chipMw} mW`);
});

test('bottom-up, with the cheapest arrays that fit the clock, the read modules are those of EIE Table II within 2 %, memory within 13 %', async (t) => {
  const { byModule, byKind } = await fc8Power('45nm');
  const differences = Object.fromEntries([...byModule, ...byKind].map((row) => [row.name, row.differencePercent]));
  t.true(Math.abs(differences['pointer read']) < 2, String(differences['pointer read']));
  t.true(Math.abs(differences['sparse-matrix read']) < 2, String(differences['sparse-matrix read']));
  t.true(Math.abs(differences.memory) < 13, String(differences.memory));
});

test('modules with their clock, and kinds, both add up to the PEs of the chip', async (t) => {
  const { byModule, byKind, outsideMw, chipMw } = await fc8Power('45nm');
  const modules = byModule.reduce((sum, { withClockMw }) => sum + withClockMw, 0);
  const kinds = byKind.reduce((sum, { powerMw }) => sum + powerMw, 0);
  t.true(Math.abs(modules - kinds) < 1e-9);
  t.true(Math.abs(kinds * 64 + outsideMw - chipMw) < 1e-9);
});
