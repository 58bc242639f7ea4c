import test from 'ava';
import { loadBalance } from '../../../src/report/charts/load-balance.ts';
import { processingElementCycles } from '../../../src/report/charts/processing-element-cycles.ts';
import { chartStyle } from '../../../src/report/picture/style.ts';
import { busyLayers } from '../../../src/report/records/busy-layers.ts';
import { runRows } from '../../../src/report/tables/run/run-columns.ts';
import { buildResult } from '../fixtures/result-builder.ts';

const built = buildResult();
const cache = { ...built.layers[0], name: 'key-value cache', kind: 'keyValueCache' as const };
const withCache = { ...built, layers: [...built.layers, cache] };

test('a cache is no layer of which the balance of the array is drawn', (t) => {
  t.deepEqual(busyLayers(withCache), built);
  t.is(busyLayers(built), built);
  for (const chart of [loadBalance, processingElementCycles])
    t.deepEqual(chart.draw(withCache, chartStyle('screen')), chart.draw(built, chartStyle('screen')));
});

test('a cache has neither densities nor balance in the table', (t) => {
  const row = runRows(withCache).at(-2)!;
  t.like(row, {
    label: 'key-value cache',
    weightDensity: null,
    activationDensity: null,
    loadBalanceEfficiency: null,
    utilization: null,
    cycles: built.layers[0].cycles,
  });
});
