/** The YAML files and the sections I and J of the shared cases, read with a schema of the same keys. */
import { join } from 'node:path';
import test from 'ava';
import { z } from '../../src/base/zod.ts';
import { count, fraction, plainNumber, quantity } from '../../src/config/yaml/numeric.ts';
import { readConfig } from '../../src/config/yaml/read-config.ts';
import { parseYaml } from '../../src/config/yaml/yaml-source.ts';
import { readConfigText } from '../../src/node/read-configs.ts';
import { sharedPath, testWithData } from '../oracles/shared-folder.ts';
import { faultsOf } from './faults-of.ts';

const text = { description: 'a key of a case' };
const number = plainNumber({ minimum: -1e12, maximum: 1e12, example: 1, ...text });
const pe = count({ minimum: 1, maximum: 65536, example: 64, ...text });
const energy = quantity('energy', 'pJ', { minimum: 0, maximum: 1e6, example: '3.7 pJ', ...text });
const schema = z.strictObject({
  pe: pe.optional(),
  clock: quantity('frequency', 'Hz', { minimum: 1e5, maximum: 2e10, example: '800 MHz', ...text }).optional(),
  period: quantity('time', 'ns', { minimum: 1e-3, maximum: 1e6, example: '1.25 ns', ...text }).optional(),
  sram: quantity('information', 'B', {
    minimum: 1,
    maximum: 2 ** 30,
    whole: true,
    example: '128 KiB',
    ...text,
  }).optional(),
  mult: energy.optional(),
  share: fraction({ example: 0.5, ...text }).optional(),
  entries: count({ minimum: 1, maximum: 2 ** 30, example: 64, ...text }).optional(),
  a: number.optional(),
  b: number.optional(),
  c: number.optional(),
  ratio: number.optional(),
  dram: z.boolean().optional(),
  power_gating: z.boolean().optional(),
  bias: z.boolean().optional(),
});

async function read(yaml: string): Promise<z.output<typeof schema>> {
  return readConfig(schema, parseYaml(yaml, 'a.yaml'));
}

// ---- the files
const folder = sharedPath('cases', 'files', 'yaml');
const withFiles = testWithData(folder);
const fromFile = async (name: string) => read(readConfigText(join(folder, name), name));
const refused = test.macro<[string, RegExp]>({
  async exec(t, name, expected) {
    const faults = await faultsOf(() => fromFile(name));
    t.true(
      faults.some((fault) => expected.test(fault)),
      faults.join('\n'),
    );
  },
  title: (_, name = '') => `${name} is refused with its place`,
});

withFiles('bom_crlf.yaml reads as 64 PEs and 800 MHz', async (t) => {
  t.like(await fromFile('bom_crlf.yaml'), { pe: 64, clock: 8e8 });
});
withFiles('exponent.yaml reads as numbers', async (t) => {
  t.like(await fromFile('exponent.yaml'), { a: 1e-12, b: 1e-12, c: 1000 });
});
withFiles('merge_key.yaml keeps the merged read', async (t) => {
  const tree = parseYaml(readConfigText(join(folder, 'merge_key.yaml')), 'merge_key.yaml');
  t.deepEqual(tree.root.copy, { read: '5 pJ', write: '7 pJ' });
});
withFiles(refused, 'empty.yaml', /a.yaml:1:1: .* file is empty/);
withFiles(refused, 'nbsp.yaml', /a.yaml:2:1: .*U\+00A0/);
withFiles('norway.yaml: no, off and yes are words, never true', async (t) => {
  t.deepEqual(await faultsOf(() => fromFile('norway.yaml')), [
    'a.yaml:1:7 dram: expected true or false, found "no"; write false [CONFIG_TYPE]',
    'a.yaml:2:15 power_gating: expected true or false, found "off"; write false [CONFIG_TYPE]',
    'a.yaml:3:7 bias: expected true or false, found "yes"; write true [CONFIG_TYPE]',
  ]);
});
withFiles(refused, 'octal.yaml', /a.yaml:1:5 pe: .*write 10, or 0o10/);
withFiles(refused, 'proto.yaml', /a.yaml:1:1 __proto__: unknown key/);
withFiles(refused, 'sexagesimal.yaml', /a.yaml:2:8 clock: expected arithmetic, found 12:30/);
withFiles(refused, 'tab_indent.yaml', /a.yaml:2:1: Tabs/);
withFiles(refused, 'tag.yaml', /a.yaml:1:\d+ pe: .*!!js\/function/);
withFiles(refused, 'underscore.yaml', /a.yaml:1:10 entries: .*1_048_576/);
withFiles(refused, 'unknown_key.yaml', /a.yaml:2:1 clokc: unknown key "clokc" .*did you mean "clock"/);
withFiles(refused, 'utf16.yaml', /utf16.yaml:1:1: .*UTF-16/);

// ---- section J
const reads = test.macro<[string, string, number]>({
  async exec(t, key, value, expected) {
    t.is((await read(`${key}: ${value}\n`))[key as 'mult'], expected);
  },
  title: (_, key, value) => `${key}: ${value} is read`,
});
const refuses = test.macro<[string, string, string]>({
  async exec(t, key, value, expected) {
    t.deepEqual(await faultsOf(() => read(`${key}: ${value}\n`)), [`a.yaml:1:${key.length + 3} ${key}: ${expected}`]);
  },
  title: (_, key, value) => `${key}: ${value} is refused`,
});
const SRAM = 'expected an amount of information from 1 B to 1 GiB such as 128 KiB, found';
const PE = 'expected a whole number from 1 to 65536, found';
const MULT = 'expected an energy from 0 J to 1 uJ such as 3.7 pJ, found';

test(reads, 'sram', '128 kB', 128_000);
test(reads, 'sram', '128 KiB', 131_072);
test(reads, 'sram', '128 kb', 16_000);
test(reads, 'sram', '1024 * 64 bit', 8192);
test(refuses, 'sram', '128 KB', 'no unit "KB"; write kB (1000 byte) or KiB (1024 byte) [UNKNOWN_NAME]');
test(refuses, 'sram', '128 Kb', 'no unit "Kb"; write kb (1000 bit) or Kib (1024 bit) [UNKNOWN_NAME]');
test(refuses, 'sram', '131072', `${SRAM} the plain number 131072; write the unit [CONFIG_DIMENSION]`);
test(refuses, 'sram', '3 bit', `${SRAM} 3 bit [CONFIG_RANGE]`);
test(refuses, 'sram', '9 bit', `${SRAM} 9 bit, which is no whole number of B [CONFIG_WHOLE]`);
test(reads, 'mult', '3.7 pJ', 3.7);
test(reads, 'mult', '3.7e-12 J', 3.7);
test(reads, 'mult', '5 pJ / 32 bit * 32 bit', 5);
test(refuses, 'mult', '3.7 PJ', `${MULT} 3.7 PJ; did you mean 3.7 pJ? [CONFIG_RANGE]`);
test(refuses, 'mult', '3.7 mJ', `${MULT} 3.7 mJ [CONFIG_RANGE]`);
test(refuses, 'mult', '3.7 pj', 'no unit "pj"; did you mean pJ or PJ? [UNKNOWN_NAME]');
test(
  refuses,
  'mult',
  '5 pJ + 3',
  'cannot compute 5 pJ + 3: a quantity with a unit meets a plain number [CONFIG_DIMENSION]',
);
test(refuses, 'clock', '800 megahertz', 'no unit "megahertz"; write e.g. 800 MHz [UNKNOWN_NAME]');
test(refuses, 'mult', '-1 pJ', `${MULT} -1 pJ [CONFIG_RANGE]`);
test(reads, 'period', '1/(800 MHz)', 1.25);
test(
  refuses,
  'period',
  '1/800 MHz',
  'expected a time from 1 ps to 1 ms such as 1.25 ns, found `1/800 MHz`, which is 1250 Hz (a frequency) [CONFIG_DIMENSION]',
);
test(refuses, 'period', '2 * 3 in', 'no name or unit "in"; names are keys of this file such as period [UNKNOWN_NAME]');
test(reads, 'share', '50 %', 0.5);
test(refuses, 'share', '150 %', 'expected a number from 0 to 1, found 150 % [CONFIG_RANGE]');
test(
  refuses,
  'clock',
  '800',
  'expected a frequency from 100 kHz to 20 GHz such as 800 MHz, found the plain number 800; write the unit [CONFIG_DIMENSION]',
);
test(
  refuses,
  'clock',
  '800 mHz',
  'expected a frequency from 100 kHz to 20 GHz such as 800 MHz, found 800 mHz; did you mean 800 MHz? [CONFIG_RANGE]',
);
test(
  refuses,
  'clock',
  '[800 MHz]',
  'expected a frequency from 100 kHz to 20 GHz such as 800 MHz, found a list [CONFIG_TYPE]',
);
test(refuses, 'clock', '', 'expected a frequency from 100 kHz to 20 GHz such as 800 MHz, found nothing [CONFIG_TYPE]');
test(reads, 'pe', '64.0', 64);
test(reads, 'pe', '0x10', 16);
test(refuses, 'pe', '64 kB', `${PE} 64 kB (an amount of information); write a number without unit [CONFIG_DIMENSION]`);
test(refuses, 'pe', '1/0', 'expected a finite number, found Infinity [CONFIG_RANGE]');
test(refuses, 'pe', '0/0', 'expected a finite number, found NaN [CONFIG_RANGE]');
test(refuses, 'pe', '.inf', `${PE} Infinity [CONFIG_RANGE]`);
test(refuses, 'pe', '2.5', `${PE} 2.5 [CONFIG_WHOLE]`);
test(refuses, 'pe', '0', `${PE} 0 [CONFIG_RANGE]`);
test(refuses, 'pe', '-4', `${PE} -4 [CONFIG_RANGE]`);
test(refuses, 'pe', '1e9', `${PE} 1000000000 [CONFIG_RANGE]`);
test(refuses, 'pe', '0.1+0.2', `${PE} \`0.1+0.2\`, which is 0.30000000000000004 [CONFIG_RANGE]`);
test(refuses, 'pe', 'true', `${PE} true [CONFIG_TYPE]`);
