import { type Budget, simulationBudget } from '../../../base/budget.ts';
import { type Fault, UserError } from '../../../base/user-error.ts';
import { type HeldWeights, holdStreams, holdWeights } from '../../../compress/held-weights.ts';
import { largestByte } from '../../../kernels/largest-byte.ts';
import type { InterleavedStreams } from '../../../network/interleaved-streams.ts';
import type { EncodedWeights, Layer } from '../../../network/layer.ts';
import type { Reads } from '../hardware.ts';

/** What decides how weights are stored. */
type Storing = Reads<
  'processingElements' | 'encoding.weights' | 'encoding.codeBits' | 'encoding.indexBits' | 'encoding.reencode'
>;

/** Streams as a layer carries them that came with some (an EIE dump). */
export function carried(streams: InterleavedStreams): EncodedWeights {
  return { machine: 'eie', form: streams };
}

/** The streams that a layer came with, if they are an EIE's; they are run as they are unless the config asks to encode anew. */
export function streamsOf({ encoded }: Layer): InterleavedStreams | undefined {
  return encoded?.machine === 'eie' ? (encoded.form as InterleavedStreams) : undefined;
}

/**
 * A layer's weights as this machine stores them: the streams it came with, or encoded anew. Throws where streams were encoded for another number of PEs,
 * or where codes or indices do not fit the bits of the config.
 */
export function streamsFor(layer: Layer, hardware: Storing, budget = simulationBudget()): HeldWeights {
  const faults = [...codeFaults(layer, hardware), ...streamFaults(layer, hardware)];
  if (faults.length > 0) throw new UserError(faults);
  const streams = streamsOf(layer);
  if (streams !== undefined && !hardware.encoding.reencode) return holdStreams(streams, layer.matrix);
  const named: Budget = { ...budget, take: (bytes, what) => budget.take(bytes, `layer "${layer.name}": ${what}`) };
  return holdWeights(layer.matrix, hardware.processingElements, hardware.encoding.indexBits, named);
}

function codeFaults(layer: Layer, { encoding }: Storing): Fault[] {
  const { weights } = layer.matrix;
  if (encoding.weights === 'direct') return [];
  if (weights.kind === 'direct') {
    return [
      fault(
        layer,
        'expected shared weights (encoding.weights: codebook), found weights stored by value; share them, or set encoding.weights: direct',
      ),
    ];
  }
  if (weights.codesBelow !== undefined && weights.codesBelow <= 2 ** encoding.codeBits) return [];
  const largest = largestByte(weights.codes);
  if (largest < 2 ** encoding.codeBits) return [];
  return [
    fault(
      layer,
      `expected codes below ${2 ** encoding.codeBits} (encoding.codeBits: ${encoding.codeBits}), found code ${largest}`,
    ),
  ];
}

function streamFaults(given: Layer, { encoding, processingElements }: Storing): Fault[] {
  const { name, matrix } = given;
  const streams = streamsOf(given);
  if (streams === undefined || encoding.reencode) return [];
  const layer = { name, matrix };
  if (streams.processingElements !== processingElements) {
    const found = `found streams encoded for ${streams.processingElements} PEs`;
    return [
      fault(
        layer,
        `expected processingElements: ${processingElements}, ${found}; set encoding.reencode: true to encode them anew`,
      ),
    ];
  }
  if (encoding.indexBits === null)
    return [fault(layer, 'a machine without relative index (encoding.indexBits: none) needs encoding.reencode: true')];
  const largest = largestIndex(streams);
  if (largest < 2 ** encoding.indexBits) return [];
  return [
    fault(
      layer,
      `expected relative indices below ${2 ** encoding.indexBits} (encoding.indexBits: ${encoding.indexBits}), found ${largest}`,
    ),
  ];
}

function largestIndex({ relativeIndices }: InterleavedStreams): number {
  if (relativeIndices instanceof Uint8Array) return largestByte(relativeIndices);
  let largest = 0;
  for (let k = 0; k < relativeIndices.length; k++) largest = Math.max(largest, relativeIndices[k]);
  return largest;
}

function fault({ name }: Pick<Layer, 'name' | 'matrix'>, message: string): Fault {
  return { place: { path: name }, message, code: 'ENCODING_MISMATCH' };
}
