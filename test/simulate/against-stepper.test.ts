import test from 'ava';
import * as fc from 'fast-check';
import { runFast, runStepper } from '../oracles/both.ts';
import { countsOfLayer, countsOfStepper } from '../oracles/counts.ts';
import { drawLayer, type RandomRun, randomRun } from '../oracles/random-layer.ts';

type Rule = 'reference' | 'drained';

const agrees = test.macro((t, rule: Rule, runs: fc.Arbitrary<RandomRun>, numRuns: number) => {
  fc.assert(
    fc.property(runs, (run) => {
      const layer = drawLayer(run);
      const fast = runFast(layer, { ...run, rule });
      const stepped = runStepper(layer, { ...run, rule });
      const expected = countsOfStepper(stepped);
      if (JSON.stringify(countsOfLayer(fast)) !== JSON.stringify(expected)) t.deepEqual(countsOfLayer(fast), expected);
      if (rule === 'drained') t.is(fast.actionCounts['nonZeroDetection.scan'], stepped.scanCycles);
    }),
    { numRuns },
  );
  t.pass();
});

for (const rule of ['drained', 'reference'] as const) {
  test(
    `tiny layers: the fast model equals the stepper in every count (${rule})`,
    agrees,
    rule,
    randomRun(12, 12),
    2000,
  );
  test(
    `small layers: the fast model equals the stepper in every count (${rule})`,
    agrees,
    rule,
    randomRun(90, 40),
    700,
  );
  test(
    `tall layers: the fast model equals the stepper in every count (${rule})`,
    agrees,
    rule,
    randomRun(700, 60),
    120,
  );
}
