import test from 'ava';
import { layOver, placeOf } from '../../../src/config/yaml/config-tree.ts';
import { parseYaml } from '../../../src/config/yaml/yaml-source.ts';

const base = parseYaml('a: { b: 1, c: [1, 2] }\nd: 4\n', 'base.yaml');

test('mappings are merged, everything else is replaced, and each place is that of the winner', (t) => {
  const tree = layOver(base, parseYaml('a:\n  c: [9]\n', 'over.yaml'));
  t.deepEqual(tree.root, { a: { b: 1, c: [9] }, d: 4 });
  t.is(placeOf(tree, ['a', 'b']).file, 'base.yaml');
  t.deepEqual(placeOf(tree, ['a', 'c', 0]), { path: 'a.c[0]', file: 'over.yaml', line: 2, column: 7 });
  t.is(tree.origins.get('a.c[1]'), undefined);
});

test('a mapping in place of a number leaves nothing of it', (t) => {
  const tree = layOver(base, parseYaml('d: { e: 1 }\n', 'over.yaml'));
  t.deepEqual(tree.root.d, { e: 1 });
});

test('what a file lacks stands where its nearest parent stands', (t) => {
  t.deepEqual(placeOf(base, ['a', 'x', 'y']), { path: 'a.x.y', file: 'base.yaml', line: 1, column: 1 });
  t.deepEqual(placeOf(base, ['x']), { path: 'x', file: 'base.yaml', line: 1, column: 1 });
});
