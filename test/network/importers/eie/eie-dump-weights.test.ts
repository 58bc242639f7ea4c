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
