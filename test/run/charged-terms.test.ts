import test from 'ava';
import { loadEvaluator } from '../../src/base/expression.ts';
import { valueAt } from '../../src/base/field-path.ts';
import type { Quantity } from '../../src/base/quantity.ts';
import { generateLayer } from '../../src/network/generate.ts';
import { loadEnergyTable, loadHardware } from '../../src/node/read-configs.ts';
import { TERMS } from '../../src/run/explain.ts';
import { runNetwork } from '../../src/run/run-network.ts';

const NETWORK = {
  name: 'one',
  file: 'one.yaml',
  seed: 1,
  layers: [generateLayer({ name: 'fc', rows: 50, columns: 70, weightDensity: 0.15, activationDensity: 0.5 }, 1)],
};

const evaluate = await loadEvaluator();

/** What a formula of numbers of the record gives; undefined where it holds words. */
function computed(formula: string, numberOf: (name: string) => unknown): number | undefined {
  let isPlain = true;
  const filled = formula.replaceAll(/[A-Za-z][\w.]*/g, (name) => {
    const value = name === 'x' ? '*' : numberOf(name);
    isPlain &&= name === 'x' || typeof value === 'number';
    return String(value);
  });
  if (!isPlain || !/^[-+*/().\d\se]+$/.test(filled)) return undefined;
  return (evaluate(filled, () => undefined) as Quantity).amount;
}

const MACHINES = ['eie-64pe', 'ese', 'eyeriss-v2-pe', 'systolic-8x8', 'bbs', '2-of-4', 'dense-64', 'cambricon-x'];
for (const name of [...MACHINES, 'cambricon-s', 'scnn', 'ladder/1-dense-fp32'])
  test(`what explain calls a formula is one on ${name}`, async (t) => {
    const hardware = await loadHardware(name);
    const table = await loadEnergyTable(hardware.energy.tableFile);
    const [layer] = runNetwork(hardware, NETWORK, table).layers;
    const numbers = { ...layer, processingElements: hardware.processingElements };
    const numberOf = (path: string) => valueAt(numbers, path.split('.'));
    let held = 0;
    for (const term of TERMS) {
      const [found, expected] = [numberOf(term.name), computed(term.formula ?? '', numberOf)];
      if (typeof found !== 'number' || expected === undefined) continue;
      t.true(Math.abs(found - expected) <= 1e-9 * Math.abs(expected), `${term.name}: ${found}, ${expected}`);
      held++;
    }
    t.true(held >= 4, `${held} formulas`);
  });
