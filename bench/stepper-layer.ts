import type { InterleavedStreams } from '../src/network/interleaved-streams.ts';
import type { Layer } from '../src/network/layer.ts';
import type { StepperLayer } from '../test/oracles/stepper/stepper.ts';

/** A layer of the product in the plain arrays of the every-cycle stepper (its pointers count columns up to a whole number of scan rows). */
export function stepperLayer(layer: Layer, streams: InterleavedStreams, queueDepth: number): StepperLayer {
  const { processingElements: pes, pointers, streamStart, codes, relativeIndices } = streams;
  const { rows, columns, hasBias, weights } = layer.matrix;
  if (weights.kind !== 'shared') throw new Error('the stepper knows shared weights only');
  const padded = Math.ceil(columns / pes) * pes;
  const elements = Array.from({ length: pes }, (_, pe) => pe);
  const own = (entries: Uint8Array | Uint16Array | Uint32Array) =>
    elements.map((pe) => entries.slice(streamStart[pe], streamStart[pe + 1]));
  return {
    processingElements: pes,
    queueDepth,
    entriesPerLine: 8,
    rows,
    activations: layer.activations,
    hasBias,
    skips: 'zero',
    rule: 'drained',
    codebook: weights.codebook,
    pointers: elements.map((pe) =>
      Array.from({ length: padded + 2 }, (_, c) => {
        const column = c <= padded ? Math.min(c, columns) : columns + 1;
        return pointers[column * pes + pe];
      }),
    ),
    codes: own(codes),
    relativeIndices: own(relativeIndices),
  };
}
