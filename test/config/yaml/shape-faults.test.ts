import test from 'ava';
import { z } from '../../../src/base/zod.ts';
import { readConfig } from '../../../src/config/yaml/read-config.ts';
import { parseYaml } from '../../../src/config/yaml/yaml-source.ts';
import { faultsOf } from '../faults-of.ts';

const schema = z.strictObject({
  name: z.string().min(1).optional(),
  device: z.enum(['hp', 'lstp']).optional(),
  on: z.boolean().optional(),
  list: z.array(z.strictObject({ x: z.string() })).optional(),
  either: z.union([z.array(z.string()), z.record(z.string(), z.enum(['low', 'high']))]).optional(),
  amount: z.union([z.number(), z.string()]).optional(),
  plain: z.strictObject({}).optional(),
});

const refuses = test.macro<[string, string]>({
  exec: async (t, yaml, expected) =>
    t.deepEqual(await faultsOf(() => readConfig(schema, parseYaml(yaml, 'a.yaml'))), [`a.yaml:${expected}`]),
  title: (_, yaml = '') => `${yaml} is refused`,
});
test(refuses, 'name: 64', '1:7 name: expected text, found 64; put it in quotes [CONFIG_TYPE]');
test(refuses, 'name: ""', '1:7 name: expected text that is not empty, found "" [CONFIG_RANGE]');
test(refuses, 'name: [a]', '1:7 name: expected text, found a list [CONFIG_TYPE]');
test(refuses, 'device: lspt', '1:9 device: expected one of hp, lstp, found "lspt" [UNKNOWN_NAME]');
test(refuses, 'on: yes', '1:5 on: expected true or false, found "yes"; write true [CONFIG_TYPE]');
test(refuses, 'on: Off', '1:5 on: expected true or false, found "Off"; write false [CONFIG_TYPE]');
test(refuses, 'on: maybe', '1:5 on: expected true or false, found "maybe" [CONFIG_TYPE]');
test(refuses, 'list: { x: 1 }', '1:7 list: expected a list, found a mapping [CONFIG_TYPE]');
test(refuses, 'list: [{ y: 1, x: a }]', '1:10 list[0].y: unknown key "y" (known: x) [UNKNOWN_KEY]');
test(refuses, 'either: { a: lo }', '1:14 either.a: expected one of low, high, found "lo" [UNKNOWN_NAME]');
test(refuses, 'either: [a, 1]', '1:13 either[1]: expected text, found 1; put it in quotes [CONFIG_TYPE]');
test(refuses, 'either: a', '1:9 either: expected a list or a mapping, found "a" [CONFIG_TYPE]');
test(refuses, 'amount: [1]', '1:9 amount: expected a number or text, found a list [CONFIG_TYPE]');
test(refuses, 'plain: 1', '1:8 plain: expected an empty mapping, {}, found 1 [CONFIG_TYPE]');
test(
  refuses,
  'extend: eie-64pe',
  '1:1 extend: unknown key "extend" (known: extends, name, device, on, list, either, amount, plain; did you mean "extends"?) [UNKNOWN_KEY]',
);
test(refuses, 'list: [{}]', '1:8 list[0].x: missing key "x": expected text [MISSING_KEY]');
