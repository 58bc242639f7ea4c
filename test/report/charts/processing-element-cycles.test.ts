import test from 'ava';
import { processingElementCycles } from '../../../src/report/charts/processing-element-cycles.ts';
import { chartStyle } from '../../../src/report/picture/style.ts';
import { runCli } from '../../run-cli.ts';

const result = JSON.parse((await runCli('run', 'eie-64pe', 'examples/first-layer/network.yaml', '--json')).out);
const rows = processingElementCycles.draw(result, chartStyle('screen')).data.values;

test('the shares of a layer are parts of all its PE-cycles and add up to 100 %', (t) => {
  const [{ cycles }] = result.layers;
  t.is(
    rows.reduce((sum, row) => sum + Number(row.cycles), 0),
    cycles * result.hardware.processingElements,
  );
  t.true(Math.abs(rows.reduce((sum, row) => sum + Number(row.sharePercent), 0) - 100) < 1e-9);
});

test('the starved share is what load-balance efficiency lacks', (t) => {
  const starved = Number(rows.find(({ state }) => state === 'starved')!.sharePercent);
  t.true(Math.abs(starved - 100 * (1 - result.layers[0].loadBalanceEfficiency)) < 1e-9);
});
