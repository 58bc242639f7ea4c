import test from 'ava';
import { UserError } from '../../src/base/user-error.ts';
import type { Skipped } from '../../src/network/imported-weights.ts';
import { refuseUnread, skippedNotes } from '../../src/network/skipped-notes.ts';

const skip = (name: string, kind?: Skipped['kind']): Skipped => ({
  name,
  reason: `what ${kind ?? 'it'} is, shape (1, 2)`,
  ...(kind && { kind }),
});

test('what is left out is told once for each kind, the first names in full', (t) => {
  const tables = ['a', 'b', 'c', 'd', 'e'].map((name) => skip(name, 'position table'));
  t.deepEqual(skippedNotes([skip('bias'), ...tables, skip('wte', 'embedding')]), [
    '1 embedding not run (wte): what embedding is',
    '5 position tables not run (a, b, c and 2 more): what position table is',
  ]);
});

test('weights that are not read are refused together; anything else is not', (t) => {
  t.notThrows(() => refuseUnread('f', [skip('wte', 'embedding')]));
  const error = t.throws(() => refuseUnread('f', [skip('fc1', 'unread'), skip('fc2', 'unread')]), {
    instanceOf: UserError,
  });
  t.regex(
    error?.message ?? '',
    /^f: weights of 2 layers are stored in a form that is not read[\s\S]*\n {2}fc1: what unread is[\s\S]*\n {2}fc2: /,
  );
});
