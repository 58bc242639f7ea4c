import test from 'ava';
import { examples, expectedOf, pick, prepare } from './golden/goldens.ts';
import { runCli } from './run-cli.ts';

for (const example of examples()) {
  test(`examples/${example.name}: the command of its README gives expected.json`, async (t) => {
    if (example.missing !== undefined) {
      t.log(`skipped: ${example.missing} is not installed`);
      t.pass();
      return;
    }
    prepare(example);
    const { code, out, err } = await runCli(...example.argv);
    t.is(code, 0, err);
    const expected = expectedOf(example);
    t.true(JSON.stringify(expected).length > 20, 'expected.json pins something');
    t.deepEqual(pick(JSON.parse(out), expected), expected);
  });
}
