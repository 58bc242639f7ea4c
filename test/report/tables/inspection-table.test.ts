import test from 'ava';
import type { ImportedLayer } from '../../../src/network/imported-weights.ts';
import { inspectWeights } from '../../../src/network/inspect.ts';
import { renderInspection } from '../../../src/report/tables/inspection-table.ts';

const LAYER: ImportedLayer = {
  name: 'fc',
  kind: 'fullyConnected',
  shape: [1, 2],
  numberFormat: 'codebook',
  matrix: {
    kind: 'sparse',
    rows: 1,
    columns: 2,
    columnStart: Uint32Array.of(0, 1, 1),
    rowIndex: Uint32Array.of(0),
    values: Float32Array.of(3),
  },
};
const shared = { codes: Uint8Array.of(1), codebook: Float32Array.of(0, 3), codeBits: 1, paddingZeros: 4 };
const weights = (format: string, layer: ImportedLayer) => ({ format, layers: [layer], skipped: [], warnings: [] });

test('entries and padding zeros are those of the file that is encoded, and no column elsewhere', (t) => {
  const inspection = inspectWeights(weights('deepCompression', { ...LAYER, shared }));
  t.like(inspection.layers[0], { entries: 5, paddingZeros: 4 });
  t.regex(renderInspection(inspection), /entries\s+padding[\s\S]* 5 +4\n/);
  t.notRegex(renderInspection(inspectWeights(weights('network', { ...LAYER, shared }))), /padding/);
  t.notRegex(renderInspection(inspectWeights(weights('npz', LAYER))), /padding/);
});

test('many tensors skipped for the same reason share a line', (t) => {
  const skipped = Array.from({ length: 9 }, (_, at) => ({
    name: `ln${at}`,
    reason: `one-dimensional, shape (${at},): no weight matrix`,
  }));
  const text = renderInspection(
    inspectWeights({
      ...weights('npz', LAYER),
      skipped: [...skipped, { name: 's', reason: 'a scalar, shape (): no weight matrix' }],
    }),
  );
  t.regex(
    text,
    /\n {2}9 tensors, ln0, ln1, ln2 and 6 more: one-dimensional\n {2}s: a scalar, shape \(\): no weight matrix\n/,
  );
});

test('operators without weights share a line that tells how many nodes are of each', (t) => {
  const operator = (name: string, nodes: number) => ({ name, reason: 'operator without a weight matrix', nodes });
  const skipped = [
    operator('Relu', 12),
    operator('Add', 1),
    { name: 's', reason: 'a scalar, shape (): no weight matrix' },
  ];
  const text = renderInspection(inspectWeights({ ...weights('onnx', LAYER), skipped }));
  t.true(
    text.endsWith(
      '\nskipped:\n  operators without a weight matrix: Relu (12), Add (1)\n  s: a scalar, shape (): no weight matrix\n',
    ),
    text,
  );
});
