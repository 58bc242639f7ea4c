import test from 'ava';
import { isMisfit, planChain } from '../../../src/train/learn/chain.ts';
import { initialNetwork } from '../../../src/train/network/initial-network.ts';
import { dropRatesOf } from '../../../src/train/run/epoch-task.ts';
import { SCHEDULES } from '../../../src/train/schedules/index.ts';
import { pruneNetwork } from '../../../src/train/stages/prune-rule.ts';

const chain = planChain(
  [
    { dropout: { rate: 0.2 } },
    { fullyConnected: { name: 'a', outputs: 20 } },
    { relu: {} },
    { dropout: { rate: 0.5 } },
    { fullyConnected: { name: 'b', outputs: 5 } },
  ],
  [50],
);

test('dropout is scaled in retraining by the root of the kept connections: 8 % of them, 0.5 becomes 0.141', (t) => {
  if (isMisfit(chain)) return t.fail();
  const pruned = pruneNetwork(initialNetwork(chain, 'he', 1), { density: 0.08, layers: { b: 0.5 }, scope: 'layer' });
  t.deepEqual(dropRatesOf(chain, pruned, false), [0.2, 0, 0, 0.5, 0]);
  const scaled = dropRatesOf(chain, pruned, true);
  t.is(scaled[3].toFixed(3), '0.141');
  // dropout of the inputs belongs to the layer behind it
  t.is(scaled[0], 0.2 * Math.sqrt(0.08));
});

test('schedules multiply the rate as they are defined', (t) => {
  const at = (iteration: number) => ({ iteration, of: 10_000 });
  const { steps, inv, exponential, cosine, constant } = SCHEDULES;
  const settings = { after: [0.5, 0.85], factors: [0.25, 0.05] };
  t.deepEqual(
    [0, 4999, 5000, 8499, 8500, 9999].map((k) => steps.factor(settings, at(k))),
    [1, 1, 0.25, 0.25, 0.05, 0.05],
  );
  // Caffe's LeNet: gamma 1e-4, power 0.75, rate 0.01: 0.01 x 2^-0.75 behind 10,000 batches
  t.is((0.01 * inv.factor({ gamma: 1e-4, power: 0.75 }, at(10_000))).toFixed(5), '0.00595');
  t.true(Math.abs(exponential.factor({ end: 0.01 }, at(5000)) - 0.1) < 1e-12);
  t.true(Math.abs(cosine.factor({ end: 0 }, at(5000)) - 0.5) < 1e-12);
  t.is(constant.factor({}, at(77)), 1);
});
