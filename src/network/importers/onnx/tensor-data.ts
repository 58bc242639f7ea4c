import { UserError } from '../../../base/user-error.ts';
import type { Tensor } from '../../graph/graph.ts';
import type { Values } from '../../imported-weights.ts';
import {
  bytesNeeded,
  decodeElements,
  ELEMENT_KINDS,
  type ElementKind,
  losesIntegers,
} from '../elements/element-kinds.ts';
import type { Source } from '../importer.ts';
import { readExternal } from './external-data.ts';
import type { SparseTensorProto, TensorProto } from './model.ts';

/** A constant of the graph. */
export interface Constant extends Tensor {
  readonly name: string;
  readonly numberFormat: string;
  /** Integer values beyond 2^53 that a double does not hold exactly. */
  readonly inexact: boolean;
}

/** TensorProto.DataType. */
const KINDS: Readonly<Record<number, ElementKind>> = {
  1: ELEMENT_KINDS.fp32,
  2: ELEMENT_KINDS.uint8,
  3: ELEMENT_KINDS.int8,
  4: ELEMENT_KINDS.uint16,
  5: ELEMENT_KINDS.int16,
  6: ELEMENT_KINDS.int32,
  7: ELEMENT_KINDS.int64,
  9: ELEMENT_KINDS.bool,
  10: ELEMENT_KINDS.fp16,
  11: ELEMENT_KINDS.fp64,
  12: ELEMENT_KINDS.uint32,
  13: ELEMENT_KINDS.uint64,
  16: ELEMENT_KINDS.bf16,
  17: ELEMENT_KINDS.fp8e4m3,
  18: ELEMENT_KINDS.fp8e4m3fnuz,
  19: ELEMENT_KINDS.fp8e5m2,
  20: ELEMENT_KINDS.fp8e5m2fnuz,
  21: ELEMENT_KINDS.uint4,
  22: ELEMENT_KINDS.int4,
  23: ELEMENT_KINDS.fp4,
  24: ELEMENT_KINDS.fp8e8m0,
  25: ELEMENT_KINDS.uint2,
  26: ELEMENT_KINDS.int2,
};

const OTHER_KINDS: Readonly<Record<number, string>> = {
  0: 'no kind',
  8: 'strings',
  14: 'complex numbers',
  15: 'complex numbers',
};

/** Name of a kind by its number; undefined where it holds no real numbers. */
export function kindOfNumber(dataType: number): string | undefined {
  return KINDS[dataType]?.name;
}

/** Whether this tensor holds real numbers; else the reason to skip it. */
export function unreadableKind(tensor: TensorProto): string | undefined {
  return tensor.dataType in KINDS
    ? undefined
    : `holds ${OTHER_KINDS[tensor.dataType] ?? `data type ${tensor.dataType}`}`;
}

/**
 * The numbers of a tensor, from raw_data, external data, or the typed field of its kind.
 * @throws UserError that names the tensor where its bytes or numbers do not fit its shape
 */
export function tensorData(source: Source, tensor: TensorProto): Constant {
  const fail = (message: string): never => {
    throw UserError.at(
      { file: source.file, path: tensor.name },
      `initialiser of shape [${tensor.dims.join(', ')}]: ${message}`,
      'ONNX_TENSOR',
    );
  };
  const kind = KINDS[tensor.dataType] ?? fail(unreadableKind(tensor)!);
  const count = tensor.dims.reduce((product, size) => product * size, 1);
  if (tensor.dims.some((size) => !(size >= 0)) || !Number.isSafeInteger(count)) fail('impossible sizes');
  const needed = bytesNeeded(kind, count);
  const bytes = tensor.external === null ? tensor.raw : readExternal(source, tensor.name, tensor.external, needed);
  if (bytes !== null && bytes.length !== needed) fail(`raw_data has ${bytes.length} bytes, needs ${needed}`);
  const values = bytes === null ? typedValues(tensor, kind, count, fail) : decodeElements(bytes, kind, count);
  return {
    name: tensor.name,
    shape: tensor.dims,
    type: kind.name,
    numberFormat: kind.name,
    values,
    inexact: losesIntegers(kind, values),
  };
}

/** float_data and double_data hold their kind; int32_data holds small integers, and the bit patterns of 16-bit floats and smaller kinds. */
function typedValues(tensor: TensorProto, kind: ElementKind, count: number, fail: (message: string) => never): Values {
  const packed = kind.name === 'fp32' ? tensor.floatData : kind.name === 'fp64' ? tensor.doubleData : null;
  if (packed !== null) {
    const needed = bytesNeeded(kind, count);
    if (packed.length !== needed) fail(`its typed field has ${packed.length} bytes, needs ${needed}`);
    return decodeElements(packed, kind, count);
  }
  const perItem = kind.bits < 8 ? 8 / kind.bits : 1;
  if (tensor.integerData.length !== Math.ceil(count / perItem))
    fail(`its typed field has ${tensor.integerData.length} numbers, needs ${Math.ceil(count / perItem)}`);
  if (kind.bits >= 32) return Float64Array.from(tensor.integerData);
  const patterns = kind.bits === 16 ? Uint16Array.from(tensor.integerData) : Uint8Array.from(tensor.integerData);
  return decodeElements(new Uint8Array(patterns.buffer), kind, count);
}

/**
 * A sparse initialiser as a dense constant (onnx SparseTensorProto: linear or per-axis indices).
 * @throws UserError where an index lies outside, or the dense size exceeds 2^24 values
 */
export function sparseData(source: Source, sparse: SparseTensorProto): Constant {
  const values = tensorData(source, sparse.values);
  const indices = tensorData(source, sparse.indices);
  const fail = (message: string): never => {
    throw UserError.at({ file: source.file, path: values.name }, `sparse initialiser: ${message}`, 'ONNX_TENSOR');
  };
  const count = sparse.dims.reduce((product, size) => product * size, 1);
  if (sparse.dims.some((size) => !(size >= 0))) fail(`impossible sizes [${sparse.dims.join(', ')}]`);
  if (!(count >= 0 && count <= 2 ** 24)) fail(`shape [${sparse.dims.join(', ')}] is too large`);
  const perValue = indices.shape.length === 2 ? sparse.dims.length : 1;
  if (indices.values.length !== values.values.length * perValue) fail('as many indices as values expected');
  const dense = values.values instanceof Float64Array ? new Float64Array(count) : new Float32Array(count);
  values.values.forEach((value, at) => {
    let position = 0;
    for (let axis = 0; axis < perValue; axis++)
      position = position * (perValue === 1 ? 1 : sparse.dims[axis]) + indices.values[at * perValue + axis];
    if (!(position >= 0 && position < count)) fail(`index ${position} of ${count}`);
    dense[position] = value;
  });
  return { ...values, shape: sparse.dims, values: dense };
}
