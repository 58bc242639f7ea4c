import { fc8Folder as DUMP } from '../oracles/eie/eie-dump.ts';
import { testWithData } from '../oracles/shared-folder.ts';
import { runCli } from '../run-cli.ts';

const here = testWithData(DUMP);

const FP32 = ['weight', 'activation', 'accumulator'].flatMap((operand) => ['--set', `arithmetic.${operand}=fp32`]);

for (const [format, sets] of [
  ['q7.8', []],
  ['fp32', FP32],
] as const) {
  here(`the authors' own layer takes exactly 7926 cycles in ${format}`, async (t) => {
    const { code, out } = await runCli('run', 'configs/hardware/eie-64pe.yaml', DUMP, '--json', ...sets);
    t.is(code, 0);
    const [layer] = JSON.parse(out).layers;
    const { cycles, timeUs, multiplyAccumulates, broadcasts, nonZeroWeights, rows, columns } = layer;
    t.deepEqual(
      { cycles, timeUs, multiplyAccumulates, broadcasts, nonZeroWeights, rows, columns },
      {
        cycles: 7926,
        timeUs: 9.9075,
        multiplyAccumulates: 453748,
        broadcasts: 1760,
        nonZeroWeights: 1051032,
        rows: 1000,
        columns: 4096,
      },
    );
    t.is(layer.actionCounts['pointers.read'], 112640);
    t.is(layer.actionCounts['sparseMatrix.read'], 100900);
    t.is(layer.utilization.toFixed(6), '0.894501');
  });
}

here('a dump runs on another number of PEs only when it may be encoded anew', async (t) => {
  const refused = await runCli('run', 'eie-64pe', DUMP, '--json', '--set', 'processingElements=32');
  t.is(refused.code, 1);
  t.regex(
    refused.err,
    /expected processingElements: 32, found streams encoded for 64 PEs; set encoding\.reencode: true/,
  );
  const { out } = await runCli(
    'run',
    'eie-64pe',
    DUMP,
    '--json',
    '--set',
    'processingElements=32',
    '--set',
    'encoding.reencode=true',
  );
  t.is(JSON.parse(out).layers[0].cycles, 15162);
});
