import test from 'ava';
import { parseWeightFormat } from '../src/base/block-format.ts';
import { catalogue } from '../src/catalogue.ts';
import { dramPart } from '../src/config/dram-parts.ts';
import { runCli } from './run-cli.ts';

for (const what of Object.keys(catalogue)) {
  test(`picojoule list ${what} prints a name and a description in each line`, async (t) => {
    const { code, out, err } = await runCli('list', what);
    t.is(code, 0, err);
    const lines = out.trimEnd().split('\n');
    t.not(lines[0], '');
    t.deepEqual(
      lines.filter((line) => !/^\S.* {2}\S/.test(line)),
      [],
    );
  });
}

const names = async (what: keyof typeof catalogue) => (await catalogue[what]()).map(({ name }) => name);

test('what is listed can be used', async (t) => {
  for (const name of await names('hardware'))
    t.is((await runCli('check', `configs/hardware/${name}.yaml`)).code, 0, name);
  for (const name of await names('dram-parts')) t.notThrows(() => dramPart(name));
  for (const name of (await names('number-formats')).filter((one) => !one.includes(',')))
    t.is(parseWeightFormat(name).name, name);
  t.true((await names('operators')).includes('Conv'));
  t.true((await names('networks')).includes('eie-benchmark'));
});
