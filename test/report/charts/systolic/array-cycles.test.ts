import test from 'ava';
import { arrayCycles } from '../../../../src/report/charts/systolic/array-cycles.ts';
import { chartStyle } from '../../../../src/report/picture/style.ts';
import { runCli } from '../../../run-cli.ts';

const run = async (machine: string) =>
  JSON.parse((await runCli('run', machine, 'examples/first-layer/network.yaml', '--json')).out);

test('the states of a layer are all its cycles and add up to 100 %', async (t) => {
  const result = await run('systolic-32x32');
  const rows = arrayCycles.draw(result, chartStyle('screen')).data.values;
  const sum = (field: string) => rows.reduce((total, row) => total + Number(row[field]), 0);
  t.is(sum('cycles'), result.layers[0].cycles);
  t.true(Math.abs(sum('sharePercent') - 100) < 1e-9);
  t.is(Number(rows.find(({ state }) => state === 'active')!.cycles), result.layers[0].activeCycles);
});

test('a machine without an array is told why there is no chart', async (t) => {
  t.is(arrayCycles.obstacle(await run('eie-64pe')), 'the machine is no systolic array');
});
