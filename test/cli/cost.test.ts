import test from 'ava';
import { runCli } from '../run-cli.ts';

test('cost --json is the record: actions, leakage, area, access time, source', async (t) => {
  const argv = [
    'cost',
    'sram',
    '--capacity',
    '96 KiB',
    '--width',
    '64 bit',
    '--technology',
    '45 nm',
    '--device',
    'lstp',
  ];
  const { code, out } = await runCli(...argv, '--json');
  t.is(code, 0);
  const record = JSON.parse(out);
  t.like(record, {
    component: 'sram',
    attributes: { capacityBytes: 98304, widthBits: 64, technologyNm: 45, device: 'lstp' },
  });
  t.true(record.actions.read.energyPj > 25.9 && record.actions.read.energyPj < 32.3);
  for (const field of ['leakageMw', 'areaMm2', 'accessTimeNs']) t.true(record[field] > 0, field);
  t.regex(record.source, /CACTI 7\.0/);
});

test('cost for people names every action with its unit', async (t) => {
  const { out } = await runCli('cost', 'arithmetic', '--format', 'int16');
  t.regex(out, /multiply +0\.6200 pJ/);
  t.regex(out, /multiplyAccumulate +0\.6700 pJ/);
});

test('outside the grid cost ends with 1 and names the range; a misspelt option ends with 2', async (t) => {
  const outside = await runCli('cost', 'sram', '--capacity', '65 MiB', '--width', '64 bit');
  t.is(outside.code, 1);
  t.regex(outside.err, /512 bytes to 64 MiB a bank/);
  t.is((await runCli('cost', 'sram', '--capcity', '64 KiB')).code, 2);
});

test('a doubtful part warns on standard error and still answers', async (t) => {
  const { code, out, err } = await runCli('cost', 'dram', '--part', 'gddr5');
  t.is(code, 0);
  t.regex(err, /warning: dram gddr5: doubtful energy.*14 pJ\/bit/);
  t.regex(out, /read +748\.4 pJ/);
});
