import { npyBytes } from '../../network/inputs/npy-bytes.ts';
import type { SmallLayer } from './small-layer.ts';

/** A file that the command line reads. */
export interface LayerFile {
  readonly name: string;
  readonly content: string | Uint8Array;
}

/** A small layer as files: the weights as Matrix Market, the inputs as NumPy, and the network that names them. */
export function layerFiles({ weights, activations }: SmallLayer): readonly LayerFile[] {
  const stored = weights.flatMap((line, row) =>
    line.flatMap((value, column) => (value === 0 ? [] : [`${row + 1} ${column + 1} ${value}`])),
  );
  const lines = [
    '%%MatrixMarket matrix coordinate real general',
    `${weights.length} ${activations.length} ${stored.length}`,
    ...stored,
  ];
  return [
    { name: 'network.yaml', content: 'name: small layer\nweights: weights.mtx\ninputs: inputs.npy\n' },
    { name: 'weights.mtx', content: `${lines.join('\n')}\n` },
    { name: 'inputs.npy', content: npyBytes([activations.length], Float32Array.from(activations)) },
  ];
}
