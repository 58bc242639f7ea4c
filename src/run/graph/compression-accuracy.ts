import { UserError } from '../../base/user-error.ts';
import { executeGraph } from '../../network/graph/execute-graph.ts';
import { plainMultiply } from '../../network/graph/plain-multiply.ts';
import type { ImportedWeights } from '../../network/imported-weights.ts';
import type { GivenInputs } from '../../network/inputs/read-inputs.ts';
import { importedNetwork } from '../load/imported-network.ts';
import type { Inferences } from '../result.ts';
import { accuracyOf, bestOutputs, checkLabelRange, checkLabels } from './accuracy.ts';

/** Inputs and their right answers; `file` is told where they do not fit the network. */
export interface LabelledInputs {
  readonly inputs: GivenInputs;
  readonly labels: readonly number[];
  readonly file: string;
}

/**
 * Accuracy of a network on labelled inputs after compression, and before it; both executed in plain fp32, so that what is lost is lost by the compression.
 * @throws UserError where the network does not tell how its layers are connected, or inputs and labels do not fit
 */
export function compressionAccuracy(
  original: ImportedWeights,
  compressed: ImportedWeights,
  { inputs, labels, file }: LabelledInputs,
): NonNullable<Inferences['accuracy']> {
  if (compressed.graph === undefined)
    throw UserError.at(
      { file, path: 'labels' },
      'accuracy needs a network that tells how its layers are connected: .onnx, .net with its prototxt, or a network YAML with `chain: true`',
      'GRAPH_MISSING',
    );
  const network = importedNetwork(compressed, { file, name: file, inputs, original });
  if (network.graph === undefined) throw new Error('a network with a graph lost it');
  const { graph, inferences } = network;
  checkLabels(inferences.length, labels);
  const multiply = plainMultiply(network.layers);
  const outputs = inferences.map((given) => executeGraph(graph, given, multiply));
  checkLabelRange(outputs[0], labels);
  return accuracyOf(network, outputs.map(bestOutputs), labels);
}
