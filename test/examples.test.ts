import test from 'ava';
import { compareReport } from './golden/compare-report.ts';
import { examples, expectedOf, pick, prepare } from './golden/goldens.ts';

for (const example of examples()) {
  test(`examples/${example.name}: the command of its README gives expected.json and the tables and charts in reports/`, async (t) => {
    if (example.missing !== undefined) {
      t.log(`skipped: ${example.missing} is not installed`);
      t.pass();
      return;
    }
    prepare(example);
    const [first, ...sweeps] = example.reports;
    const out = await compareReport(t, first, '--json');
    const expected = expectedOf(example);
    t.true(JSON.stringify(expected).length > 20, 'expected.json pins something');
    t.deepEqual(pick(JSON.parse(out), expected), expected);
    for (const sweep of sweeps) await compareReport(t, sweep);
  });
}
