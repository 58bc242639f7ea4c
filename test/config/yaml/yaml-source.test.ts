import test from 'ava';
import * as fc from 'fast-check';
import { formatFault, UserError } from '../../../src/base/user-error.ts';
import { parseYaml, parseYamlValue } from '../../../src/config/yaml/yaml-source.ts';
import { faultsOf } from '../faults-of.ts';

const refuses = test.macro<[string, ...string[]]>({
  title: (given = '') => given,
  async exec(t, text, ...expected) {
    t.deepEqual(await faultsOf(() => parseYaml(text, 'a.yaml')), expected);
  },
});
test('an empty file is told', refuses, '', 'a.yaml:1:1: expected a mapping of keys, the file is empty [EMPTY_FILE]');
test(
  'a file of comments only is told',
  refuses,
  '# nothing\n',
  'a.yaml:1:1: expected a mapping of keys such as `name: value`, found nothing [YAML_SHAPE]',
);
test(
  'a list is no config',
  refuses,
  '- a\n',
  'a.yaml:1:1: expected a mapping of keys such as `name: value`, found a list [YAML_SHAPE]',
);
test(
  'a tab as indentation is told where it stands',
  refuses,
  'pe:\n\tcount: 64\n',
  'a.yaml:2:1: Tabs are not allowed as indentation [YAML_SYNTAX]',
);
test(
  'a no-break space in front of a key is named',
  refuses,
  'clock: 800 MHz\npe:\u00a064\n',
  'a.yaml:2:1: Implicit map keys need to be followed by map values; the line holds a no-break space (U+00A0), write a plain one [YAML_SYNTAX]',
);
test(
  'a second document is told',
  refuses,
  'a: 1\n---\nb: 2\n',
  'a.yaml:2:1: expected one document, found a second behind `---` [YAML_SYNTAX]',
);
test(
  'YAML 1.1, where `no` is false and 010 is 8, is refused',
  refuses,
  '%YAML 1.1\n---\na: no\n',
  'a.yaml:1:1: expected YAML 1.2, found %YAML 1.1 [YAML_SYNTAX]',
);
test(
  'two broken lines are told together',
  refuses,
  'a: "x" y\nb: @c\n',
  'a.yaml:1:8: Unexpected scalar at node end [YAML_SYNTAX]',
  'a.yaml:2:4: Plain value cannot start with reserved character @ [YAML_SYNTAX]',
);

// Each of these crashes a parser that recurses, or fills the memory; every one is stopped by a limit.
const bomb = test.macro<[string]>({
  title: (given = '') => given,
  exec(t, text) {
    t.throws(
      () => {
        const tree = parseYaml(text, 'a.yaml');
        if (tree.faults.length > 0) throw new UserError(tree.faults);
      },
      { instanceOf: UserError },
    );
  },
});
test('100,000 open lists stop at the limit', bomb, `a: ${'['.repeat(100_000)}`);
test('100,000 open mappings stop at the limit', bomb, '{a: '.repeat(100_000));
test('100,000 list dashes stop at the limit', bomb, '- '.repeat(100_000));
test('100,000 question marks stop at the limit', bomb, '? '.repeat(100_000));
test('100,000 keys in one line stop at the limit', bomb, 'a: '.repeat(100_000));
test(
  '300 levels of indentation stop at the limit',
  bomb,
  Array.from({ length: 300 }, (_, level) => `${' '.repeat(level)}a:\n`).join(''),
);
test(
  'a billion laughs stop at the limit',
  bomb,
  [
    'a0: &a0 lol',
    ...Array.from({ length: 12 }, (_, i) => `a${i + 1}: &a${i + 1} [${`*a${i}, `.repeat(9)}*a${i}]`),
  ].join('\n'),
);
test(
  'a bomb of merge keys stops at the limit',
  bomb,
  [
    'a0: &a0 {k: v}',
    ...Array.from({ length: 20 }, (_, i) => `a${i + 1}: &a${i + 1} {x: *a${i}, y: *a${i}, <<: *a${i}}`),
  ].join('\n'),
);
test('an anchor inside its own value stops at the limit', bomb, 'a: &a [*a]\n');

test('a byte order mark was taken by the reader, CRLF counts as one line end', (t) => {
  const tree = parseYaml('pe: 64\r\nclock: 800 MHz\r\n', 'a.yaml');
  t.deepEqual(tree.root, { pe: 64, clock: '800 MHz' });
  t.deepEqual(tree.origins.get('clock'), {
    key: { file: 'a.yaml', line: 2, column: 1 },
    value: { file: 'a.yaml', line: 2, column: 8 },
  });
});

const commandLine = test.macro<[string, unknown]>({
  exec: (t, text, expected) => t.deepEqual(parseYamlValue(text, '--set a'), expected as never),
  title: (_, text = '') => `--set a=${text} reads as YAML does`,
});
test(commandLine, '-1e-3', -0.001);
test(commandLine, '64', 64);
test(commandLine, '64.0', 64);
test(commandLine, '800 MHz', '800 MHz');
test(commandLine, 'true', true);
test(commandLine, 'no', 'no');
test(commandLine, '"800 MHz"', '800 MHz');
test(commandLine, '[2, 4]', [2, 4]);
test(commandLine, '{ a: 1 }', { a: 1 });
test(commandLine, 'EIE: fast #1', 'EIE: fast #1');
test(commandLine, '', '');

test('an open bracket on the command line is told at its key', async (t) => {
  const [fault] = await faultsOf(() => parseYamlValue('[1, 2', '--set a'));
  t.regex(fault, /^--set a: .* \[YAML_SYNTAX\]$/);
});

test('random text gives a tree or a UserError with places, nothing else', (t) => {
  const pieces = [
    'a',
    'b: ',
    '\n',
    '  ',
    '- ',
    '? ',
    ': ',
    '&x ',
    '*x',
    '<<: ',
    '[',
    ']',
    '{',
    '}',
    ',',
    '"',
    "'",
    '|\n',
    '>\n',
    '#',
    '!t ',
    '---\n',
    '%YAML 1.1\n',
    '\t',
    '1',
    '010',
    '\u00a0',
    '\r\n',
    '\u2028',
    '@',
    '`',
  ];
  const text = fc.oneof(
    fc.string(),
    fc.array(fc.constantFrom(...pieces), { maxLength: 40 }).map((parts) => parts.join('')),
  );
  fc.assert(
    fc.property(text, (random) => {
      try {
        return parseYaml(random, 'a.yaml').faults.every((fault) => formatFault(fault).startsWith('a.yaml:'));
      } catch (error) {
        return error instanceof UserError && error.faults.every(({ place }) => place.file === 'a.yaml');
      }
    }),
    { numRuns: 3000 },
  );
  t.pass();
});
