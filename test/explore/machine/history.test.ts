import test from 'ava';
import { history } from '../../../src/explore/machine/history.ts';

test('undo goes back, redo forward, and a new way forgets the undone one', (t) => {
  const way = history(0, (a, b) => a === b);
  for (const step of [1, 2, 2, 3]) way.go(step);
  t.is(way.undo(), 2);
  t.is(way.undo(), 1);
  t.is(way.redo(), 2);
  way.go(7);
  t.false(way.canRedo());
  t.is(way.undo(), 2);
  t.is(way.undo(), 1);
  t.is(way.undo(), 0);
  t.is(way.undo(), undefined);
  t.is(way.now(), 0);
});
