import { readFileSync } from 'node:fs';
import test from 'ava';
import { UserError } from '../../../../src/base/user-error.ts';
import { importWeights } from '../../../../src/node/read-networks.ts';
import { caseFile, testWithData } from '../../../oracles/shared-folder.ts';
import { refuses, testFiles } from '../case-files.ts';

const NET = caseFile('caffe/compressed_SqueezeNet.net');
const testNet = testWithData(NET);

testFiles('caffe', {
  'compressed_SqueezeNet.net': refuses(/holds no shapes: give the network description with --prototxt/),
});
testFiles(
  'caffe',
  { 'compressed_SqueezeNet.net': refuses(/do not fit: .*\d+ are (missing|left over)/) },
  { prototxt: caseFile('caffe/bvlc_alexnet_deploy.prototxt') },
);

const prototxts = test.macro({
  exec: async (t, name: string) => {
    const { layers } = await importWeights(NET, { prototxt: caseFile(`caffe/${name}`) });
    const lines = readFileSync(caseFile('caffe/layers_squeezenet.txt'), 'utf8')
      .split('\n')
      .filter((line) => line.startsWith("{'layer'"));
    const truth = lines.map((line) => JSON.parse(line.replaceAll("'", '"').replaceAll('(', '[').replaceAll(')', ']')));
    t.is(layers.length, 26);
    const sizes = { weights: 0, entries: 0, paddingZeros: 0 };
    layers.forEach((layer, index) => {
      const { matrix, shared } = layer;
      const nonZeros = matrix.values.length;
      t.deepEqual(
        [layer.name, layer.shape, nonZeros, nonZeros + shared!.paddingZeros],
        [truth[index].layer, truth[index].shape, truth[index].nnz, truth[index].entries],
      );
      t.is(shared!.codebook[0], 0);
      t.is(Math.min(...shared!.codebook), truth[index].cbmin);
      t.is(Math.max(...shared!.codebook), truth[index].cbmax);
      sizes.weights += matrix.rows * matrix.columns;
      sizes.entries += nonZeros + shared!.paddingZeros;
      sizes.paddingZeros += shared!.paddingZeros;
    });
    t.deepEqual(sizes, { weights: 1244448, entries: 422083, paddingZeros: 6162 });
  },
  title: (_given, name: string) =>
    `the compressed SqueezeNet with ${name} has 26 layers, 422083 entries, 6162 of them padding`,
});
testNet(prototxts, 'SqueezeNet_deploy.prototxt');
testNet(prototxts, 'SqueezeNet_trainval.prototxt');

testNet('the graph connects the layers as the prototxt does', async (t) => {
  const { graph } = await importWeights(NET, { prototxt: caseFile('caffe/SqueezeNet_deploy.prototxt') });
  t.deepEqual(graph!.inputs, [{ name: 'data', shape: [1, 3, 227, 227] }]);
  t.deepEqual(graph!.outputs, ['pool_final']);
  const written = new Set(['data']);
  for (const node of graph!.nodes) {
    for (const input of node.inputs) t.true(written.has(input), `${node.name} reads ${input}`);
    t.false(written.has(node.outputs[0]), `${node.outputs[0]} is written once`);
    written.add(node.outputs[0]);
  }
  t.is(graph!.nodes.filter(({ operator }) => operator === 'Conv').length, 26);
});

testNet('a prototxt with one layer less leaves bytes over, and says how many', async (t) => {
  const { mkdtempSync, writeFileSync } = await import('node:fs');
  const { tmpdir } = await import('node:os');
  const prototxt = `${mkdtempSync(`${tmpdir()}/picojoule-`)}/short.prototxt`;
  const whole = readFileSync(caseFile('caffe/SqueezeNet_deploy.prototxt'), 'utf8');
  writeFileSync(prototxt, whole.slice(0, whole.lastIndexOf('layer {\n  name: "conv_final"')));
  await t.throwsAsync(importWeights(NET, { prototxt }), {
    instanceOf: UserError,
    message: /do not fit: .*\d+ are left over/,
  });
});
