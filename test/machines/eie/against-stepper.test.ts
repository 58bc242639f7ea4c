import assert from 'node:assert/strict';
import test from 'ava';
import type { Arbitrary } from 'fast-check';
import { runFast, runStepper } from '../../oracles/both.ts';
import { countsOfLayer, countsOfStepper } from '../../oracles/counts.ts';
import { holds } from '../../oracles/hold.ts';
import { drawLayer, type RandomRun, randomRun } from '../../oracles/random-layer.ts';

type Rule = 'reference' | 'drained';

const agrees = test.macro((t, rule: Rule, values: Arbitrary<RandomRun>, runs: number) => {
  const agree = (run: RandomRun) => {
    const layer = drawLayer(run);
    const fast = runFast(layer, { ...run, rule });
    const stepped = runStepper(layer, { ...run, rule });
    assert.deepEqual(countsOfLayer(fast), countsOfStepper(stepped));
    if (rule === 'drained') assert.equal(fast.actionCounts['nonZeroDetection.scan'], stepped.scanCycles);
  };
  holds(t, values, agree, runs);
});

for (const rule of ['drained', 'reference'] as const) {
  test(
    `tiny layers: the fast model equals the stepper in every count (${rule})`,
    agrees,
    rule,
    randomRun(12, 12),
    4000,
  );
  test(
    `small layers: the fast model equals the stepper in every count (${rule})`,
    agrees,
    rule,
    randomRun(90, 40),
    1500,
  );
  test(
    `tall layers: the fast model equals the stepper in every count (${rule})`,
    agrees,
    rule,
    randomRun(700, 60),
    300,
  );
}
