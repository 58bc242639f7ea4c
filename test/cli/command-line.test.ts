import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { runCli } from '../run-cli.ts';

const LAYER = 'examples/first-layer/network.yaml';

async function commandOf(...argv: string[]): Promise<string> {
  const { code, out, err } = await runCli(...argv, '--json');
  if (code !== 0) throw new Error(err);
  return (JSON.parse(out) as { command: string }).command;
}

test('the record tells the command with every option that changes it, as a shell takes it', async (t) => {
  t.is(await commandOf('run', 'eie-64pe', LAYER), `picojoule run eie-64pe ${LAYER}`);
  t.is(
    await commandOf(
      'run',
      'eie-64pe',
      LAYER,
      '--set',
      'activationQueue.depth=4',
      '--seed',
      '2',
      '--set',
      "name=it's mine",
    ),
    `picojoule run eie-64pe ${LAYER} --seed 2 --set activationQueue.depth=4 --set 'name=it'\\''s mine'`,
  );
});

test('typing that command again gives the same record', async (t) => {
  const first = await runCli('run', 'eie-64pe', LAYER, '--set', 'activationQueue.depth=4', '--json');
  const { command } = JSON.parse(first.out) as { command: string };
  const again = await runCli(...command.split(' ').slice(1), '--json');
  t.is(again.out, first.out);
});

test('where a result goes and how it is shown is no part of it', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'picojoule-'));
  const written = await commandOf(
    'run',
    'eie-64pe',
    LAYER,
    '--out',
    join(folder, 'out'),
    '--format',
    'json',
    '--power',
  );
  t.is(written, await commandOf('run', 'eie-64pe', LAYER));
});

test('a file outside the working folder appears by its base name, one inside as it lies there', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'picojoule-'));
  writeFileSync(join(folder, 'mine.yaml'), 'extends: eie-64pe\nname: mine\n');
  const command = await commandOf('run', join(folder, 'mine.yaml'), join(process.cwd(), LAYER));
  t.is(command, `picojoule run mine.yaml ${LAYER}`);
});
