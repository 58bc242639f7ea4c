import test from 'ava';
import { dramPart, dramPartNames } from '../../../src/config/dram-parts.ts';
import { dramCost } from '../../../src/energy/models/dram-cost.ts';
import { simulateDram } from '../../../src/energy/simulate-dram.ts';
import type { DramRequest } from '../../../src/simulate/dram/dram-requests.ts';

const close = (a: number, b: number): boolean => Math.abs(a / b - 1) < 1e-9;

test('no command of any part costs less than nothing, and reads and writes cost something', (t) => {
  for (const name of dramPartNames()) {
    const { energies } = dramCost(name);
    for (const [command, pj] of Object.entries(energies)) t.true(pj >= 0, `${name} ${command}: ${pj}`);
    t.true(energies.read > 0 && energies.write > 0, name);
  }
});

test('an activation of DDR5 is told from standby with no row open, whose IDD3N is larger than IDD0', (t) => {
  const { RAS, RP } = dramPart('ddr5-4400').timing;
  t.true(close(dramCost('ddr5-4400').energies.activatePrecharge, 4 * 1.1 * (122 - 92) * (RAS + RP) * 0.454));
});

test("DDR4 pays for the word lines' VPP: 3 mA of 2.5 V in standby, 48 at refresh", (t) => {
  const { energies } = dramCost('ddr4-2400');
  t.true(close(energies.prechargeStandbyPerCycle, 8 * 0.83 * (1.2 * 34 + 2.5 * 3)));
  t.true(close(energies.refresh, 8 * 0.83 * 420 * (1.2 * (250 - 43) + 2.5 * (48 - 3))));
});

/** Lines one behind the other, bank groups and banks changing with every line. */
function stream(name: string, length: number): DramRequest[] {
  const { banks, bankGroups, linesPerRow } = dramPart(name).timing;
  return Array.from({ length }, (_, k) => ({
    arrivalCycle: 0,
    bankGroup: k % bankGroups,
    bank: Math.floor(k / bankGroups) % (banks / bankGroups),
    column: Math.floor(k / banks) % linesPerRow,
    row: Math.floor(k / banks / linesPerRow),
    isWrite: false,
  }));
}

const TOTALS = { hbm2: 3.9, 'hbm3-6400': 3.9, 'hbm3e-9200': 3.44, gddr5: 14, 'gddr6-14000': 6.5 };

for (const [name, published] of Object.entries(TOTALS))
  test(`${name}: a stream of whole rows with I/O costs the published ${published} pJ/bit within 2 %`, (t) => {
    const lines = 20_000;
    const { energyPj } = simulateDram(name, stream(name, lines));
    const pjPerBit = (energyPj.total + energyPj.io!) / (lines * 512);
    t.true(Math.abs(pjPerBit / published - 1) < 0.02, `${pjPerBit} pJ/bit`);
  });

test('the parts whose figures are not to be compared with others are those without public currents, timings or credible ones', (t) => {
  const doubtful = dramPartNames().filter((name) => dramCost(name).doubtful);
  t.deepEqual(doubtful, ['lpddr4-2400', 'lpddr5x-7500', 'hbm3-6400', 'hbm3e-9200', 'gddr5']);
  for (const name of doubtful) t.regex(dramCost(name).warnings.join(), /doubtful energy: /);
});
