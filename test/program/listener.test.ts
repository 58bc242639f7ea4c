import test from 'ava';
import { commands } from '../../src/cli/commands.ts';
import { needsListener, ONLY_PRINT } from '../../src/program/listener.ts';

test('what only prints is ended by the system; what writes a folder listens', (t) => {
  t.false(needsListener(['run', 'eie-64pe', 'a.yaml', '--json', '--outputs'], false, 2));
  t.true(needsListener(['run', 'eie-64pe', 'a.yaml', '--out', 'o'], false, 2));
  t.true(needsListener(['run', '--out=o'], false, 2));
  t.true(needsListener(['sweep', 'eie-design-space'], false, 2));
  t.true(needsListener([], false, 2));
});

test('on a terminal the cursor comes back, and the first process of a container hears Ctrl-C', (t) => {
  t.true(needsListener(['run'], true, 2));
  t.true(needsListener(['run'], false, 1));
});

test('what is said to only print is a command', (t) => {
  const words = commands.map(({ usage }) => usage.split(' ')[0]);
  for (const name of ONLY_PRINT) t.true(words.includes(name), name);
});
