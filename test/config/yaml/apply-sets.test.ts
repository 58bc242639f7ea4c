import test from 'ava';
import { applySets } from '../../../src/config/yaml/apply-sets.ts';
import { placeOf } from '../../../src/config/yaml/config-tree.ts';
import { parseYaml } from '../../../src/config/yaml/yaml-source.ts';
import { faultsOf } from '../faults-of.ts';

const tree = parseYaml('a: 1\nb: { c: 2, d: 3 }\nlist: [{ x: 1 }, { x: 2 }]\n', 'a.yaml');

test('the last change of a key wins', (t) => {
  t.is(applySets(tree, ['a=4', 'a=8']).root.a, 8);
});

test('a change goes into mappings and lists and leaves the rest', (t) => {
  t.deepEqual(applySets(tree, ['b.c=-1e-3', 'list[1].x=9', 'new.key=800 MHz']).root, {
    a: 1,
    b: { c: -0.001, d: 3 },
    list: [{ x: 1 }, { x: 9 }],
    new: { key: '800 MHz' },
  });
  t.is(tree.root.a, 1);
});

test('what was changed comes from --set, the rest from its file', (t) => {
  const changed = applySets(tree, ['b.c=7', 'a.deep=1', 'b.d={ e: 1 }']);
  t.deepEqual(placeOf(changed, ['b', 'c']), { file: '--set', path: 'b.c' });
  t.deepEqual(placeOf(changed, ['a']), { file: '--set', path: 'a' });
  t.deepEqual(placeOf(changed, ['b', 'd', 'e']), { file: '--set', path: 'b.d.e' });
  t.is(placeOf(changed, ['b']).file, 'a.yaml');
});

test('a mapping that was replaced as a whole comes from --set', (t) => {
  t.deepEqual(placeOf(applySets(tree, ['b=7']), ['b']), { file: '--set', path: 'b' });
  t.deepEqual(placeOf(applySets(tree, ['b={ e: 1 }']), ['b', 'e']), { file: '--set', path: 'b.e' });
});

test('only the first = separates', (t) => {
  t.is(applySets(tree, ['a=x=y']).root.a, 'x=y');
});

const refuses = test.macro<[string, string]>({
  exec: async (t, set, expected) => t.deepEqual(await faultsOf(() => applySets(tree, [set])), [expected]),
  title: (_, set = '') => `--set ${set} is refused`,
});
test(refuses, 'a', '--set a: expected key=value, e.g. --set clock="400 MHz" [USAGE_SET]');
test(refuses, '=3', '--set =3: expected key=value, e.g. --set clock="400 MHz" [USAGE_SET]');
test(refuses, '__proto__.polluted=1', '--set __proto__.polluted: unknown key "__proto__.polluted" [UNKNOWN_KEY]');
test(refuses, 'list[2].x=1', '--set list[2].x: expected an index from 0 to 1, found 2 [CONFIG_RANGE]');
test(refuses, 'list.x=1', '--set list.x: expected an index from 0 to 1, found x [CONFIG_RANGE]');
test(
  refuses,
  'a=010',
  '--set a: expected a decimal number without leading zeros, found 010; write 10, or 0o10 for octal [YAML_NUMBER]',
);

test('an empty value takes the key out', (t) => {
  const left = { a: 1, b: { d: 3 }, list: [{ x: 1 }, { x: 2 }] };
  t.deepEqual(applySets(tree, ['b.c=']).root, left);
  t.deepEqual(applySets(tree, ['b.c=null']).root, left);
  t.is(placeOf(applySets(tree, ['b.c=']), ['b', 'c']).file, 'a.yaml');
});
