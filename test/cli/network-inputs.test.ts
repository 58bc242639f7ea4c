import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { onnxModel } from '../oracles/onnx-model.ts';
import { runCli } from '../run-cli.ts';

const file = join(mkdtempSync(join(tmpdir(), 'picojoule-')), 'open.onnx');
writeFileSync(
  file,
  onnxModel(
    [{ operator: 'Conv', inputs: ['x', 'w'], outputs: ['y'] }],
    [{ name: 'w', dims: [2, 1, 2], floats: [1, 2, 3, 4] }],
    { x: [1, 1, 'samples'] },
  ),
);
const OPEN =
  /input "x" of shape \(1, 1, samples\) leaves sizes open: give --inputs, --input-shape x=1x1xN[\s\S]*--layers-alone/;

type Timed = { readonly timeUs: number };

const COMMANDS = [
  { words: ['run', 'eie-64pe'], timeOf: ({ totals }: { totals: Timed }) => totals.timeUs },
  { words: ['ladder'], timeOf: ({ rungs }: { rungs: Timed[] }) => rungs[0].timeUs },
  {
    words: ['machines', '--machines', 'eie-64pe', '--skip-crossover'],
    timeOf: ({ machines }: { machines: { runs: Timed[] }[] }) => machines[0].runs[0].timeUs,
  },
];

for (const { words, timeOf } of COMMANDS)
  test(`${words[0]}: what the refusal of a network with open sizes advises is understood`, async (t) => {
    const refused = await runCli(...words, file);
    t.is(refused.code, 1);
    t.regex(refused.err, OPEN);
    const times: number[] = [];
    for (const given of ['--layers-alone', '--input-shape=x=1x1x5', '--input-shape=samples=9']) {
      const { code, out, err } = await runCli(...words, file, '--json', given);
      t.is(code, 0, err);
      times.push(timeOf(JSON.parse(out)));
    }
    const [alone, five, nine] = times;
    t.true(alone < five && five < nine, times.join(' '));
  });

test('machines: a batch of 64 only where it is no convolution that is executed', async (t) => {
  const compared = async (...more: string[]) =>
    JSON.parse((await runCli('machines', file, '--machines', 'eie-64pe', '--skip-crossover', '--json', ...more)).out);
  const { network, batches } = await compared('--layers-alone');
  t.deepEqual([network.layersAlone, batches], [true, [1, 64]]);
  const executed = await compared('--input-shape', '1x1x5');
  t.deepEqual(executed.batches, [1]);
});
