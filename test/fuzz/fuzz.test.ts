import test from 'ava';
import { fuzz } from './fuzz.ts';

test('20,000 damaged inputs of every reader, of results and of journals give a result or the error of the tool', async (t) => {
  const { outcomes, findings } = await fuzz(20_000, 1);
  t.deepEqual(
    findings.map(({ target, execution, error }) => `${target} ${execution}: ${String(error)}`),
    [],
  );
  // what never succeeds, or never fails, tells nothing
  for (const [name, { results, errors }] of outcomes) {
    t.true(results + errors > 100, name);
    t.true(errors > 0 || name === 'lock', name);
    t.true(results > 0, name);
  }
});
