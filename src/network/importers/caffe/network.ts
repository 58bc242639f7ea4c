import { UserError } from '../../../base/user-error.ts';
import type { GraphNode } from '../../graph/graph.ts';
import { LARGEST_DIMENSION } from '../sparse/text-file.ts';
import { unreadParameter } from './honoured.ts';
import { type CaffeLayer, LAYER_TYPES, type WeightShape } from './layer-types.ts';
import type { TextMessage, TextValue } from './prototxt.ts';

/** A weight layer of the description, in the order in which a .net file holds them. */
export interface DescribedWeights extends WeightShape {
  readonly name: string;
}

/** What a .prototxt says: shapes of the weights, and how the layers are connected (ONNX operators). */
export interface CaffeNetwork {
  readonly name: string;
  readonly inputs: readonly { readonly name: string; readonly shape: readonly (number | null)[] }[];
  readonly outputs: readonly string[];
  readonly nodes: readonly GraphNode[];
  readonly weights: readonly DescribedWeights[];
}

/** Layers that only training needs. */
const TRAINING = new Set(['SoftmaxWithLoss', 'Accuracy', 'Silence']);

/**
 * Walks the layers of a Caffe description in order and follows the shapes of their blobs (channels, height, width).
 * @throws UserError that names the layer where its type is not known or its input was not made before
 */
export function readCaffeNetwork(file: string, root: TextMessage): CaffeNetwork {
  const shapes = new Map<string, readonly number[]>();
  const current = new Map<string, string>();
  const inputs: { name: string; shape: number[] }[] = [];
  const nodes: GraphNode[] = [];
  const weights: DescribedWeights[] = [];
  const addInput = (name: string, shape: readonly number[]): void => {
    if (shapes.has(name)) return;
    const bad = shape.find((size) => !(Number.isInteger(size) && size >= 1 && size <= LARGEST_DIMENSION));
    if (bad !== undefined || shape.length < 2)
      throw UserError.at({ file, path: name }, `expected sizes from 1, found "${shape.join(' ')}"`, 'PROTOTXT');
    shapes.set(name, shape.slice(1));
    current.set(name, name);
    inputs.push({ name, shape: [1, ...shape.slice(1)] });
  };
  /** An InnerProduct takes its bottom as one vector, whatever its shape. */
  const flat = ({ name, bottoms: [bottom] }: CaffeLayer): string => {
    const value = current.get(bottom)!;
    if (shapes.get(bottom)!.length < 2) return value;
    const output = `${name}.flat`;
    nodes.push({ name: output, operator: 'Flatten', inputs: [value], outputs: [output], attributes: {}, layers: [] });
    return output;
  };
  if (root.has('input')) addInput(String(root.get('input')![0]), (root.get('input_dim') ?? []).map(Number));
  for (const message of messages(root, 'layer')) {
    const layer = caffeLayer(message);
    const fail = (what: string): never => {
      throw UserError.at({ file, path: layer.name }, what, 'PROTOTXT');
    };
    if (layer.type === 'Data' || layer.type === 'Input')
      addInput(
        layer.tops[0] ?? fail('expected a top'),
        inputShape(layer) ?? fail('no shape of the input: expected input_param or crop_size'),
      );
    else if (!TRAINING.has(layer.type)) {
      const build = Object.hasOwn(LAYER_TYPES, layer.type)
        ? LAYER_TYPES[layer.type]
        : fail(`no layer type "${layer.type}" (known: ${Object.keys(LAYER_TYPES).join(', ')})`);
      if (layer.bottoms.length === 0 || layer.tops.length === 0) fail('expected a bottom and a top');
      const unread = unreadParameter(layer);
      if (unread !== undefined) fail(unread);
      const bottoms = layer.bottoms.map(
        (bottom) => shapes.get(bottom) ?? fail(`its input "${bottom}" is made by no layer before it`),
      );
      const built = sized(() => build(layer, bottoms), fail);
      if (built.shape.some((size) => !(size >= 1))) fail(`its output has no size: ${built.shape.join(' x ')}`);
      if (built.weights !== undefined) weights.push({ name: layer.name, ...built.weights });
      const top = layer.tops[0];
      // A layer that works in place (bottom = top) makes a new value: a graph writes each value once.
      const output = current.has(top) ? `${top}/${layer.name}` : top;
      nodes.push({
        name: layer.name,
        operator: built.operator,
        inputs: built.operator === 'Gemm' ? [flat(layer)] : layer.bottoms.map((bottom) => current.get(bottom)!),
        outputs: [output],
        attributes: built.attributes,
        layers: built.weights === undefined ? [] : [layer.name],
      });
      current.set(top, output);
      shapes.set(top, built.shape);
    }
  }
  const read = new Set(nodes.flatMap((node) => node.inputs));
  const outputs = nodes.map((node) => node.outputs[0]).filter((output) => !read.has(output));
  return { name: String(root.get('name')?.[0] ?? ''), inputs, outputs, nodes, weights };
}

/** What a layer type cannot be made of is told with the layer. */
function sized<T>(build: () => T, fail: (what: string) => never): T {
  try {
    return build();
  } catch (error) {
    if (error instanceof RangeError) return fail(error.message);
    throw error;
  }
}

function caffeLayer(message: TextMessage): CaffeLayer {
  const texts = (name: string): string[] => (message.get(name) ?? []).map(String);
  const parameters: Record<string, TextMessage> = {};
  for (const [name, [value]] of message) if (value instanceof Map) parameters[name] = value;
  return {
    name: texts('name')[0] ?? '',
    type: texts('type')[0] ?? '',
    bottoms: texts('bottom'),
    tops: texts('top'),
    parameters,
  };
}

/** A crop of a colour image, or the shape of an Input layer. */
function inputShape({ parameters }: CaffeLayer): number[] | undefined {
  const crop = parameters.transform_param?.get('crop_size')?.[0];
  if (typeof crop === 'number') return [1, 3, crop, crop];
  const shape = parameters.input_param?.get('shape')?.[0];
  return shape instanceof Map ? (shape as TextMessage).get('dim')?.map(Number) : undefined;
}

function messages(root: TextMessage, name: string): TextMessage[] {
  return (root.get(name) ?? []).filter((value: TextValue): value is TextMessage => value instanceof Map);
}
