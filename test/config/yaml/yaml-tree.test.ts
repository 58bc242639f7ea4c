import test from 'ava';
import { formatFault } from '../../../src/base/user-error.ts';
import { parseYaml } from '../../../src/config/yaml/yaml-source.ts';

const faults = (text: string) => parseYaml(text, 'a.yaml').faults.map(formatFault);

test('a repeated key names both lines', (t) => {
  t.deepEqual(faults('a: 1\nb:\n  c: 1\n  c: 2\na: 3\n'), [
    'a.yaml:4:3 b.c: key "c" stands here again, first in line 3; keep one [REPEATED_KEY]',
    'a.yaml:5:1 a: key "a" stands here again, first in line 1; keep one [REPEATED_KEY]',
  ]);
});

test('a merge key brings in what is not written out, wherever it stands', (t) => {
  const tree = parseYaml(
    'base: &b\n  read: 5 pJ\n  write: 6 pJ\nbefore:\n  <<: *b\n  write: 7 pJ\nafter: { write: 8 pJ, <<: *b }\n',
    'a.yaml',
  );
  t.deepEqual(tree.root.before, { read: '5 pJ', write: '7 pJ' });
  t.deepEqual(tree.root.after, { read: '5 pJ', write: '8 pJ' });
  t.is(tree.origins.get('before.read')?.value.line, 2);
  t.is(tree.origins.get('before.write')?.value.line, 6);
  t.is(tree.origins.get('after.write')?.value.line, 7);
});

test('of a list of merged mappings the first wins', (t) => {
  t.deepEqual(parseYaml('x: &x {k: 1, l: 1}\ny: &y {k: 2, m: 2}\nz: { <<: [*x, *y] }\n', 'a.yaml').root.z, {
    k: 1,
    m: 2,
    l: 1,
  });
});

test('two merge keys in one mapping and a merge of a number are refused', (t) => {
  t.regex(
    faults('x: &x {a: 1}\ny:\n  <<: *x\n  <<: *x\n')[0],
    /^a.yaml:4:3 y\.<<: key "<<" stands here again, first in line 3/,
  );
  t.is(faults('y: { <<: *none }\n').length, 1);
  t.regex(faults('y: { <<: 5 }\n')[0], /expected a mapping \(or a list of mappings\) to merge/);
});

test('an alias of a later or missing anchor is refused', (t) => {
  t.deepEqual(faults('a: *later\nb: &later 1\n'), [
    'a.yaml:1:4 a: expected the name of an anchor above, found *later [YAML_ALIAS]',
  ]);
});

test('tags are refused by name and nothing is run', (t) => {
  t.regex(faults('pe: !!js/function "function(){return 4}"\n')[0], /found the tag !!js\/function/);
  t.regex(faults('pe: !!int 5\n')[0], /found the tag !!int/);
});

test('keys that touch the prototype are unknown keys, and no prototype changes', (t) => {
  t.deepEqual(faults('__proto__: {polluted: 1}\nconstructor: {prototype: {polluted: 1}}\npe: 4\n'), [
    'a.yaml:1:1 __proto__: unknown key "__proto__" [UNKNOWN_KEY]',
    'a.yaml:2:1 constructor: unknown key "constructor" [UNKNOWN_KEY]',
  ]);
  t.is(({} as Record<string, unknown>).polluted, undefined);
});

test('a leading zero is asked about: 8 in YAML 1.1, 10 in 1.2', (t) => {
  t.deepEqual(faults('pe: 010\n'), [
    'a.yaml:1:5 pe: expected a decimal number without leading zeros, found 010; write 10, or 0o10 for octal [YAML_NUMBER]',
  ]);
  t.deepEqual(parseYaml('a: 0o10\nb: 0x10\nc: "010"\nd: 0.5\ne: 0\n', 'a.yaml').root, {
    a: 8,
    b: 16,
    c: '010',
    d: 0.5,
    e: 0,
  });
});

test('exponents are numbers, underscores and times are text, and yes and no are words', (t) => {
  t.deepEqual(parseYaml('a: 1e-12\nb: 1.0e+3\nc: 1_048_576\nd: 12:30\ne: no\nf: 2:4\n', 'a.yaml').root, {
    a: 1e-12,
    b: 1000,
    c: '1_048_576',
    d: '12:30',
    e: 'no',
    f: '2:4',
  });
});

test('a key must be a name', (t) => {
  t.is(faults('? [a]\n: 1\n').length, 1);
  t.is(faults(': 1\n').length, 1);
  t.deepEqual(parseYaml('010: 1\nyes: 2\n', 'a.yaml').root, { '010': 1, yes: 2 });
});
