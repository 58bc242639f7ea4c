import test from 'ava';
import { generateLayer } from '../../../src/network/generate.ts';
import { loadEnergyTable, loadHardware } from '../../../src/node/read-configs.ts';
import { renderPower } from '../../../src/report/tables/power-table.ts';
import { runNetwork } from '../../../src/run/run-network.ts';
import { EIE } from '../../energy/table-by-hand.ts';

test('power stands beside Table II by module and by kind, energy beside 0.59 W, area beside 40.8 mm2', async (t) => {
  const layer = generateLayer({ name: 'fc', rows: 256, columns: 256, weightDensity: 0.1, activationDensity: 0.4 }, 1);
  const network = { name: 'one', file: 'one.yaml', seed: 1, layers: [layer] };
  const text = renderPower(runNetwork(EIE, network, await loadEnergyTable('45nm')));
  t.regex(text, /pointer read +\d.* 1\.81 /);
  t.regex(text, /clock network +1\.87 +1\.87 +0\n/);
  t.regex(text, /590 mW in the paper/);
  t.regex(text, /sparse-matrix SRAM +0\.516 +75\.0\npointer SRAM +0\.142 +20\.6\n/);
  t.regex(text, /0\.688 mm2 a PE, 44\.0 mm2 in all, .* \(paper, 64 PEs: 0\.638 and 40\.8\)/);
});

const layer = generateLayer({ name: 'fc', rows: 256, columns: 256, weightDensity: 0.1, activationDensity: 0.4 }, 1);
const network = { name: 'one', file: 'one.yaml', seed: 1, layers: [layer] };
const power = async (...set: string[]) =>
  renderPower(runNetwork(await loadHardware('eie-64pe', { set }), network, await loadEnergyTable('45nm')));

test('a machine of another node or clock is not set beside Table II, and why is said', async (t) => {
  const text = await power('technology=28 nm', 'clock=1.2 GHz');
  t.regex(text, /Not beside EIE Table II: 28 nm instead of 45 nm, 1200 MHz instead of 800 MHz\./);
  t.notRegex(text, /paper|difference|0\.59 W/);
});

test('a chip of other than 64 PEs is not set beside 590 mW, one of its PEs still beside Table II', async (t) => {
  const text = await power('processingElements=32');
  t.notRegex(text, /590 mW|0\.59 W/);
  t.regex(text, /pointer read +\d.* 1\.81 /);
});

test('DRAM is a line of its own and not of the chip', async (t) => {
  const text = await power('weights.home=dram');
  const [, chip] = /chip: ([\d.]+) mW/.exec(text)!;
  const [, dram] = /DRAM beside the chip: ([\d.]+) mW/.exec(text)!;
  t.true(Number(dram) > 0);
  t.true(Number(chip) < 2000);
  t.notRegex(await power(), /DRAM/);
});

test('the non-zero detection is smaller at a smaller node', async (t) => {
  const area = async (node: string) => {
    const [, mm2] = /in all, ([\d.e-]+) mm2 of it non-zero detection/.exec(await power(`technology=${node}`))!;
    return Number(mm2);
  };
  // 21 units of 189 um2 (Table II), at 7 nm 0.059 of that
  t.true(Math.abs((await area('45 nm')) - 0.003969) < 5e-6);
  t.true(Math.abs((await area('7 nm')) - 0.003969 * 0.059) < 5e-7);
});
