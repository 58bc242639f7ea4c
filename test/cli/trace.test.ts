import { existsSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { runCli } from '../run-cli.ts';
import { smallFolder } from '../sweep/small-sweep.ts';

const network = join(smallFolder(), 'network.yaml');
const newFolder = () => join(mkdtempSync(join(tmpdir(), 'picojoule-trace-')), 'out');
const FILES = ['pe-states.filter', 'timeline.kanata', 'timeline.perfetto.json', 'timeline.vcd'];

async function layerOf(): Promise<string> {
  const { out } = await runCli('run', 'eie-64pe', network, '--json');
  return (JSON.parse(out) as { layers: { name: string }[] }).layers[0].name;
}

test('a layer becomes waveforms, trace events and pipelines, the same bytes each time', async (t) => {
  const layer = await layerOf();
  const trace = async (folder: string) => {
    const { code, out } = await runCli(
      'trace',
      'eie-64pe',
      network,
      '--layer',
      layer,
      '--cycles',
      '1..60',
      '--out',
      folder,
    );
    t.is(code, 0);
    t.regex(out, new RegExp(`^${layer}: cycles 1 to 60 of \\d+\n`));
    t.deepEqual(
      readdirSync(folder)
        .filter((name) => !name.startsWith('.'))
        .toSorted(),
      FILES,
    );
    return FILES.map((name) => readFileSync(join(folder, name), 'utf8'));
  };
  t.deepEqual(await trace(newFolder()), await trace(newFolder()));
});

test('the chart of a stored timeline is drawn again in another style', async (t) => {
  const [folder, layer] = [newFolder(), await layerOf()];
  const args = ['--layer', layer, '--processing-elements', '0,3', '--format', 'json,svg', '--out', folder];
  t.is((await runCli('trace', 'eie-64pe', network, ...args)).code, 0);
  const { code } = await runCli('plot', folder, '--style', 'column', '--format', 'pdf', '--out', folder);
  t.is(code, 0);
  t.true(existsSync(join(folder, 'timeline.pdf')));
});

test('a file that would be too much for its viewer is refused with the options that reduce it; the others are written', async (t) => {
  const folder = newFolder();
  const args = ['--layer', 'NT-We', '--processing-elements', '0..7', '--out', folder];
  const { code, err } = await runCli('trace', 'eie-64pe', 'eie-benchmark', ...args);
  t.is(code, 1);
  t.regex(err, /konata: \d+ entries, at most 20000 are written; take fewer with --cycles or --processing-elements/);
  t.false(existsSync(join(folder, 'timeline.kanata')));
  t.true(existsSync(join(folder, 'timeline.vcd')));
});

for (const [args, message] of [
  [['--cycles', '9..3'], /--cycles: expected 3\.\.9, found "9\.\.3", which runs backwards/],
  [['--processing-elements', '5..1'], /--processing-elements: expected 1\.\.5, found "5\.\.1", which runs backwards/],
  [['--cycles', '0..3'], /--cycles: expected 1\.\.7 or a number, found "0\.\.3"/],
  [['--processing-elements', 'all'], /--processing-elements: expected 0\.\.7 or a number, found "all"/],
  [['--format', 'vdc'], /no format "vdc" .*did you mean "vcd"/],
] as const)
  test(`${args.join(' ')} is refused`, async (t) => {
    const { code, err } = await runCli('trace', 'eie-64pe', network, ...args, '--out', newFolder());
    t.not(code, 0);
    t.regex(err, message);
  });
