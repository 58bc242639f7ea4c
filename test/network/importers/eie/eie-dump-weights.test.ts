import type { Files } from '../../../../src/base/files/files.ts';
import { UserError } from '../../../../src/base/user-error.ts';
import { importEieDump } from '../../../../src/network/importers/eie/eie-dump-weights.ts';
import { nodeFiles } from '../../../../src/node/node-files.ts';
import { inspectFile } from '../../../../src/node/read-networks.ts';
import { sharedPath, testWithData } from '../../../oracles/shared-folder.ts';

const DUMP = sharedPath('data', 'eie-alexnet-fc8');

testWithData(DUMP)("the EIE authors' fc8: 1051032 weights of 1000 x 4096, a bias and no padding", async (t) => {
  const { layers } = await inspectFile(DUMP);
  t.like(layers[0], { rows: 1000, columns: 4096, nonZeroWeights: 1051032, numberFormat: 'codebook' });
  const [layer] = importEieDump(nodeFiles, DUMP).layers;
  t.is(layer.bias!.filter((value: number) => value !== 0).length, 959);
  t.is(layer.shared!.paddingZeros, 0);
});

/** The dump without some of its files. */
const without = (missing: RegExp): Files => ({
  ...nodeFiles,
  list: (folder) => nodeFiles.list(folder).filter((name) => !missing.test(name)),
});

testWithData(DUMP)('files of a PE that are missing are one fault, and it names them', (t) => {
  const faults = (missing: RegExp): string[] => {
    const error = t.throws(() => importEieDump(without(missing), DUMP), { instanceOf: UserError });
    return (error?.faults ?? []).map(({ message }) => message);
  };
  t.deepEqual(faults(/^(ptr|spm)63\.dat/), [
    'expected 4160 pointers in each file for 63 PEs (4096 inputs padded to a multiple of them, bias, end), found 4098, as 64 PEs have: are ptr/ptr63.dat and spm/spm63.dat missing?',
  ]);
  t.deepEqual(faults(/^spm7\.dat/), [
    'expected ptr/ptrN.dat and spm/spmN.dat for each PE from 0, found 64 and 63; missing: spm/spm7.dat',
  ]);
});
