import { concatenate } from '../../../base/bytes.ts';
import { UserError } from '../../../base/user-error.ts';
import type { Attribute } from '../../graph/graph.ts';
import { text, varints, type WireField, wireFields } from './wire.ts';

/** A TensorProto (onnx.proto); numbers are not yet decoded. */
export interface TensorProto {
  readonly name: string;
  readonly dims: readonly number[];
  readonly dataType: number;
  readonly raw: Uint8Array | null;
  /** float_data and double_data as bytes; varint fields as numbers. */
  readonly floatData: Uint8Array;
  readonly doubleData: Uint8Array;
  readonly integerData: readonly number[];
  /** location, offset, length of external data; null where the data is here. */
  readonly external: ReadonlyMap<string, string> | null;
}

export interface SparseTensorProto {
  readonly values: TensorProto;
  readonly indices: TensorProto;
  readonly dims: readonly number[];
}

export interface NodeProto {
  readonly name: string;
  readonly operator: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Readonly<Record<string, Attribute>>;
  readonly tensors: ReadonlyMap<string, TensorProto>;
  /** Graphs among the attributes: then_branch, else_branch, body. */
  readonly graphs: ReadonlyMap<string, GraphProto>;
}

export interface GraphProto {
  readonly nodes: readonly NodeProto[];
  readonly initializers: readonly TensorProto[];
  readonly sparseInitializers: readonly SparseTensorProto[];
  readonly inputs: readonly { readonly name: string; readonly shape: readonly (number | null)[] }[];
  readonly outputs: readonly string[];
}

/** A message parser: gets the bytes of a message and gives its record. Field numbers are those of onnx.proto (IR version 10). */
type Fields = (message: Uint8Array) => Iterable<WireField>;

/** The graph of a ModelProto, or null where the model has none. */
export function readModel(file: string, bytes: Uint8Array): GraphProto | null {
  const fields: Fields = (message) => wireFields(file, bytes, message);
  let graph: GraphProto | null = null;
  try {
    for (const field of fields(bytes)) if (field.tag === 7) graph = readGraph(fields, field.bytes);
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw UserError.at({ file }, `not a whole protobuf (ONNX) file: ${cause.message}`, 'ONNX_WIRE');
  }
  return graph;
}

function readGraph(fields: Fields, message: Uint8Array): GraphProto {
  const graph = {
    nodes: [] as NodeProto[],
    initializers: [] as TensorProto[],
    sparseInitializers: [] as SparseTensorProto[],
    inputs: [] as { name: string; shape: (number | null)[] }[],
    outputs: [] as string[],
  };
  for (const field of fields(message)) {
    if (field.tag === 1) graph.nodes.push(readNode(fields, field.bytes));
    else if (field.tag === 5) graph.initializers.push(readTensor(fields, field.bytes));
    else if (field.tag === 11) graph.inputs.push(readValueInfo(fields, field.bytes));
    else if (field.tag === 12) graph.outputs.push(readValueInfo(fields, field.bytes).name);
    else if (field.tag === 15) graph.sparseInitializers.push(readSparse(fields, field.bytes));
  }
  return graph;
}

function readNode(fields: Fields, message: Uint8Array): NodeProto {
  const inputs: string[] = [];
  const outputs: string[] = [];
  const attributes: Record<string, Attribute> = {};
  const tensors = new Map<string, TensorProto>();
  const graphs = new Map<string, GraphProto>();
  let [name, operator] = ['', ''];
  for (const field of fields(message)) {
    if (field.tag === 1) inputs.push(text(field));
    else if (field.tag === 2) outputs.push(text(field));
    else if (field.tag === 3) name = text(field);
    else if (field.tag === 4) operator = text(field);
    else if (field.tag === 5) {
      const attribute = readAttribute(fields, field.bytes);
      if (attribute.tensor !== undefined) tensors.set(attribute.name, attribute.tensor);
      else if (attribute.graph !== undefined) graphs.set(attribute.name, attribute.graph);
      else if (attribute.value !== undefined) attributes[attribute.name] = attribute.value;
    }
  }
  return { name, operator, inputs, outputs, attributes, tensors, graphs };
}

function readAttribute(
  fields: Fields,
  message: Uint8Array,
): { name: string; value?: Attribute; tensor?: TensorProto; graph?: GraphProto } {
  let name = '';
  let value: Attribute | undefined;
  let tensor: TensorProto | undefined;
  let graph: GraphProto | undefined;
  const list: number[] = [];
  for (const field of fields(message)) {
    if (field.tag === 1) name = text(field);
    else if (field.tag === 2) value = floats(field.bytes)[0]!;
    else if (field.tag === 3) value = field.integer;
    else if (field.tag === 4) value = text(field);
    else if (field.tag === 5) tensor = readTensor(fields, field.bytes);
    else if (field.tag === 6) graph = readGraph(fields, field.bytes);
    else if (field.tag === 7) list.push(...floats(field.bytes));
    else if (field.tag === 8) list.push(...varints(field));
    else if (field.tag === 9) value = value === undefined ? text(field) : `${value as string},${text(field)}`;
  }
  value ??= list;
  return { name, value, ...(tensor && { tensor }), ...(graph && { graph }) };
}

function readTensor(fields: Fields, message: Uint8Array): TensorProto {
  const dims: number[] = [];
  const integerData: number[] = [];
  const floatData: Uint8Array[] = [];
  const doubleData: Uint8Array[] = [];
  const external = new Map<string, string>();
  let [name, dataType, isExternal] = ['', 0, false];
  let raw: Uint8Array | null = null;
  for (const field of fields(message)) {
    if (field.tag === 1) dims.push(...varints(field));
    else if (field.tag === 2) dataType = field.integer;
    else if (field.tag === 4) floatData.push(field.bytes);
    else if (field.tag === 5 || field.tag === 7 || field.tag === 11)
      for (const one of varints(field)) integerData.push(one);
    else if (field.tag === 8) name = text(field);
    else if (field.tag === 9) raw = field.bytes;
    else if (field.tag === 10) doubleData.push(field.bytes);
    else if (field.tag === 13) external.set(...readEntry(fields, field.bytes));
    else if (field.tag === 14) isExternal = field.integer === 1;
  }
  return {
    name,
    dims,
    dataType,
    raw,
    floatData: join(floatData),
    doubleData: join(doubleData),
    integerData,
    external: isExternal ? external : null,
  };
}

function readEntry(fields: Fields, message: Uint8Array): [string, string] {
  let [key, value] = ['', ''];
  for (const field of fields(message)) {
    if (field.tag === 1) key = text(field);
    else if (field.tag === 2) value = text(field);
  }
  return [key, value];
}

function readSparse(fields: Fields, message: Uint8Array): SparseTensorProto {
  const empty = readTensor(fields, new Uint8Array(0));
  let [values, indices] = [empty, empty];
  const dims: number[] = [];
  for (const field of fields(message)) {
    if (field.tag === 1) values = readTensor(fields, field.bytes);
    else if (field.tag === 2) indices = readTensor(fields, field.bytes);
    else if (field.tag === 3) dims.push(...varints(field));
  }
  return { values, indices, dims };
}

/** ValueInfoProto: name, and type.tensor_type.shape.dim[].dim_value (null where it is a name or nothing). */
function readValueInfo(fields: Fields, message: Uint8Array): { name: string; shape: (number | null)[] } {
  let name = '';
  let shape: (number | null)[] = [];
  for (const field of fields(message)) {
    if (field.tag === 1) name = text(field);
    else if (field.tag === 2)
      for (const type of fields(field.bytes))
        if (type.tag === 1)
          for (const tensor of fields(type.bytes)) if (tensor.tag === 2) shape = readShape(fields, tensor.bytes);
  }
  return { name, shape };
}

function readShape(fields: Fields, message: Uint8Array): (number | null)[] {
  const shape: (number | null)[] = [];
  for (const dimension of fields(message)) {
    let size: number | null = null;
    for (const field of fields(dimension.bytes)) if (field.tag === 1) size = field.integer;
    shape.push(size);
  }
  return shape;
}

function floats(bytes: Uint8Array): number[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  return Array.from({ length: bytes.length >> 2 }, (_, index) => view.getFloat32(index * 4, true));
}

function join(parts: readonly Uint8Array[]): Uint8Array {
  return parts.length === 1 ? parts[0] : concatenate(parts);
}
