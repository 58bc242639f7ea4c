import type { ImportedLayer, ImportedWeights, Skipped, Values } from '../../imported-weights.ts';
import type { LayerKind } from '../../layer.ts';

/** A named array of a container (npz, safetensors). */
export interface NamedTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly numberFormat: string;
  readonly values: Values;
}

/** A weight matrix made of a tensor, or why there is none. */
export type MatrixShape =
  | { readonly kind: LayerKind; readonly rows: number; readonly columns: number }
  | { readonly reason: string };

/** `(2, 3)`, as numpy writes a shape. */
export function formatShape(shape: readonly (number | null)[]): string {
  return `(${shape.map((size) => size ?? '?').join(', ')}${shape.length === 1 ? ',' : ''})`;
}

/**
 * [outputs, inputs] is a fully connected layer; [outputs, inputs, width] and [outputs, inputs, height, width] are convolutions,
 * as a matrix of outputs x (inputs x height x width): one row of weights for each output channel, as im2col wants it.
 */
export function matrixShape(shape: readonly number[]): MatrixShape {
  const text = formatShape(shape);
  if (shape.length === 0) return { reason: `a scalar, shape ${text}: no weight matrix` };
  if (shape.length === 1) return { reason: `one-dimensional, shape ${text}: no weight matrix` };
  if (shape.length > 4) return { reason: `${shape.length} dimensions, shape ${text}: expected 2, 3 or 4` };
  if (shape.some((size) => size === 0)) return { reason: `empty, shape ${text}` };
  const rows = shape[0];
  const columns = shape.slice(1).reduce((product, size) => product * size, 1);
  return { kind: shape.length === 2 ? 'fullyConnected' : 'convolution', rows, columns };
}

/** The layer that a tensor of 2 to 4 dimensions is, or the reason why it is none. */
export function layerOfTensor(tensor: NamedTensor, bias?: Values): ImportedLayer | Skipped {
  const shape = matrixShape(tensor.shape);
  if ('reason' in shape) return { name: tensor.name, reason: shape.reason };
  const { kind, rows, columns } = shape;
  const matrix = { kind: 'dense', rows, columns, values: tensor.values } as const;
  return {
    name: tensor.name,
    kind,
    shape: tensor.shape,
    numberFormat: tensor.numberFormat,
    matrix,
    ...(bias === undefined ? {} : { bias }),
  };
}

/** Names under which the bias of a weight tensor may lie: PyTorch, Keras and plain numpy habits. */
function biasNames(name: string): string[] {
  const pairs = [
    ['weight', 'bias'],
    ['kernel', 'bias'],
    ['W', 'b'],
    ['w', 'b'],
  ] as const;
  const names: string[] = [];
  for (const [weight, bias] of pairs) {
    const at = name.lastIndexOf(weight);
    const alone = at >= 0 && !/[A-Za-z]/.test((name[at - 1] ?? '') + (name[at + weight.length] ?? ''));
    if (alone) names.push(name.slice(0, at) + bias + name.slice(at + weight.length));
  }
  return names;
}

/**
 * The weight layers of a container: every tensor of 2 to 4 dimensions. A one-dimensional tensor that is named as the bias of one
 * (fc1.weight and fc1.bias) and has a value for each of its rows becomes its bias; it is listed among the skipped all the same.
 */
export function layersOfTensors(tensors: readonly NamedTensor[]): Pick<ImportedWeights, 'layers' | 'skipped'> {
  const byName = new Map(tensors.map((tensor) => [tensor.name, tensor]));
  const usedBy = new Map<string, string>();
  const layers: ImportedLayer[] = [];
  const skipped: Skipped[] = [];
  for (const tensor of tensors) {
    const bias = biasNames(tensor.name)
      .map((name) => byName.get(name))
      .find((one) => one !== undefined && one.shape.length === 1 && one.shape[0] === tensor.shape[0]);
    const layer = layerOfTensor(tensor, bias?.values);
    if ('reason' in layer) skipped.push(layer);
    else {
      layers.push(layer);
      if (bias !== undefined) usedBy.set(bias.name, layer.name);
    }
  }
  return { layers, skipped: skipped.map((one) => withUse(one, usedBy.get(one.name))) };
}

function withUse(skipped: Skipped, layer: string | undefined): Skipped {
  return layer === undefined ? skipped : { ...skipped, reason: `${skipped.reason}, used as the bias of "${layer}"` };
}
