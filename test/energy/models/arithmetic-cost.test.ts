import test from 'ava';
import { arithmeticCost } from '../../../src/energy/models/arithmetic-cost.ts';
import { numberWidth, widerOf } from '../../../src/energy/models/number-width.ts';
import { loadEnergyTable } from '../../../src/node/read-configs.ts';

test('the rows of 45nm.yaml and the figures of the model are the same', async (t) => {
  const { rows } = await loadEnergyTable('45nm');
  const formats = rows.filter(({ component, attributes }) => component === 'arithmeticUnit' && 'format' in attributes);
  t.is(formats.length, 14);
  for (const { action, attributes, energyPj, provenance } of formats) {
    const cost = arithmeticCost(action === 'add' ? 'add' : 'multiply', numberWidth(String(attributes.format)), 45);
    t.is(cost.energyPj, energyPj!, `${action} ${attributes.format}`);
    t.is(cost.provenance, provenance, `${action} ${attributes.format}`);
  }
});

const provenanceAt = (format: string, technologyNm: number): string =>
  arithmeticCost('multiply', numberWidth(format), technologyNm).provenance;

test('a figure tells how it came about, and what is made of an assumption stays one', (t) => {
  t.deepEqual(
    [45, 28, 7, 90].map((nm) => provenanceAt('fp16', nm)),
    ['measured', 'interpolated', 'measured', 'scaled'],
  );
  t.deepEqual(
    [45, 28, 7, 90].map((nm) => provenanceAt('int4', nm)),
    ['assumed', 'assumed', 'assumed', 'assumed'],
  );
  t.deepEqual(
    [45, 28, 7].map((nm) => provenanceAt('int16', nm)),
    ['scaled', 'interpolated', 'interpolated'],
  );
});

test('between 45 and 7 nm each operation has its own slope; beyond them the scaling equations hold, with a warning', (t) => {
  const at28 = (operation: 'add' | 'multiply', format: string) => arithmeticCost(operation, numberWidth(format), 28);
  t.true(Math.abs(at28('multiply', 'int8').energyPj - 0.153) < 5e-4);
  t.true(Math.abs(at28('add', 'fp32').energyPj - 0.7224) < 5e-5);
  t.deepEqual(at28('add', 'fp32').warnings, []);
  const at90 = arithmeticCost('multiply', numberWidth('fp32'), 90);
  t.true(Math.abs(at90.energyPj - 3.7 * 3.7298) < 1e-9);
  t.regex(at90.warnings.join(), /scaled from 45 nm by Stillmaker & Baas 2017$/);
  const at5 = arithmeticCost('multiply', numberWidth('fp32'), 5);
  t.true(at5.energyPj < 1.31);
  t.regex(at5.warnings.join(), /scaled from 7 nm by .*extended beyond its 7 to 130 nm/);
});

test('a node to which nothing can be scaled is an error', (t) => {
  t.throws(() => arithmeticCost('add', numberWidth('fp32'), 2), { message: /no figure and no scaling rule for 2 nm/ });
});

test('energy falls with the node and rises with the width', (t) => {
  for (const operation of ['add', 'multiply'] as const) {
    const nodes = [45, 28, 14, 7].map((nm) => arithmeticCost(operation, numberWidth('fp32'), nm).energyPj);
    const widths = [4, 6, 8, 12, 16, 24, 32].map(
      (bits) => arithmeticCost(operation, numberWidth(`int${bits}`), 45).energyPj,
    );
    t.deepEqual(
      nodes,
      nodes.toSorted((a, b) => b - a),
    );
    t.deepEqual(
      widths,
      widths.toSorted((a, b) => a - b),
    );
  }
});

test('q formats are charged by their width, and a product in the format of the wider operand', (t) => {
  t.is(numberWidth('q7.8').name, 'int16');
  t.is(numberWidth('uq4.4').name, 'int8');
  t.is(widerOf(numberWidth('int8'), numberWidth('q7.8')).name, 'int16');
  t.is(widerOf(numberWidth('fp16'), numberWidth('int32')).name, 'fp16');
});

test('a width that no figure has is extended with a warning beyond 4 to 32 bits', (t) => {
  t.deepEqual(arithmeticCost('multiply', numberWidth('int12'), 45).warnings, []);
  t.regex(arithmeticCost('multiply', numberWidth('int2'), 45).warnings.join(), /2 bits \(4 to 32\)/);
});
