import test from 'ava';
import { multipliersOf } from '../../src/machines/index.ts';
import { loadHardware } from '../../src/node/read-configs.ts';
import { loadNetwork } from '../../src/node/read-networks.ts';
import { multiply, place, storeLayers } from '../../src/run/store-layers.ts';
import { totalBits } from '../../src/simulate/weights/stored-bits.ts';

/** Alex-7 of the EIE benchmark: 4096 x 4096, 9 % of the weights, 35.3 % of the inputs. */
const network = await loadNetwork('eie-benchmark', { layer: 'Alex-7' });

/** The layer on a machine with 64 multipliers: cycles, and bits that it stores, over DRAM so that they are counted. */
async function run(config: string, ...set: string[]) {
  const hardware = await loadHardware(config, { set: ['weights.home=dram', ...set] });
  const [stored] = storeLayers(hardware, network).stored;
  const counts = multiply(stored, [network.layers[0].activations]);
  const bits = place(stored, counts).counts.dram!.bits;
  return { multipliers: multipliersOf(hardware), cycles: counts.cycles, bits, total: totalBits(bits) };
}

const KEPT = Math.round(0.09 * 4096 * 4096);

const takes = test.macro<[string, readonly string[], number, number]>({
  title: (given = '') => `${given} takes the published rule's cycles on 64 multipliers`,
  async exec(t, config, set, cycles, bitsPerSlot) {
    const found = await run(config, ...set);
    t.is(found.multipliers, 64);
    t.is(found.cycles, cycles);
    const { codes, indices, padding } = found.bits;
    t.is(codes + indices + padding, cycles * 64 * bitsPerSlot);
  },
});
test('a perfect dense array', takes, 'dense-64', [], 262_144, 16);
test('2:4', takes, '2-of-4', [], 131_072, 18);
test('bank-balanced, 64 banks of 64, 6 of each', takes, 'bbs', [], 24_576, 22);

test('Cambricon-X of 4 PEs takes about 24,600 cycles: 24 steps for the 369 weights of a mean row', async (t) => {
  const { multipliers, cycles, bits } = await run('cambricon-x', 'processingElements=4');
  t.is(multipliers, 64);
  t.true(Math.abs(cycles / 24_600 - 1) < 0.03, String(cycles));
  t.is(bits.codes, KEPT * 16);
  t.is(bits.indices, KEPT * 8);
});

test('the EIE takes about the 9,980 cycles of a perfect balance, with 4 + 4 bits an entry', async (t) => {
  const { multipliers, cycles, bits } = await run('eie-64pe');
  t.is(multipliers, 64);
  t.true(cycles > 9_900 && cycles < 1.05 * 9_980, String(cycles));
  t.is(bits.codes + bits.indices, KEPT * 8);
});
