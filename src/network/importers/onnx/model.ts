import { concatenate } from '../../../base/files/bytes.ts';
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
  /** '' for the standard's own operators. */
  readonly domain: string;
  /** Which of several functions of one name. */
  readonly overload: string;
  /** Version of the operator set of the domain; null where the file tells none. */
  readonly opset: number | null;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Readonly<Record<string, Attribute>>;
  /** Attributes that take the value of an attribute of the function around the node: name -> that attribute. */
  readonly references: ReadonlyMap<string, string>;
  readonly tensors: ReadonlyMap<string, TensorProto>;
  /** Why it is not executed, where that is known already. */
  readonly refused?: string;
  /** Graphs among the attributes: then_branch, else_branch, body. */
  readonly graphs: ReadonlyMap<string, GraphProto>;
}

/** A value as the file describes it; a size is a number, a name, or null. */
export interface ValueInfo {
  readonly name: string;
  readonly shape: readonly (number | string | null)[];
  /** TensorProto.DataType; 0 where it is no tensor. */
  readonly dataType: number;
}

/** A function of the model itself (FunctionProto): nodes that stand for one. */
export interface FunctionProto {
  readonly name: string;
  readonly domain: string;
  readonly overload: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly nodes: readonly NodeProto[];
  /** Attributes that a call need not give, as a node without an operator. */
  readonly defaults: NodeProto;
}

/** A model: its graph and its own functions. */
export interface ModelProto {
  readonly graph: GraphProto;
  readonly functions: readonly FunctionProto[];
}

export interface GraphProto {
  readonly nodes: readonly NodeProto[];
  readonly initializers: readonly TensorProto[];
  readonly sparseInitializers: readonly SparseTensorProto[];
  readonly inputs: readonly ValueInfo[];
  readonly outputs: readonly ValueInfo[];
  /** What the file says of values that nodes make. */
  readonly values: readonly ValueInfo[];
}

/** A message parser: gets the bytes of a message and gives its record. Field numbers are those of onnx.proto (IR version 13). */
type Fields = (message: Uint8Array) => Iterable<WireField>;

/** Version of each operator set by its domain. */
type Opsets = ReadonlyMap<string, number | null>;

/** A ModelProto, or null where it has no graph. */
export function readModel(file: string, bytes: Uint8Array): ModelProto | null {
  const fields: Fields = (message) => wireFields(file, bytes, message);
  try {
    const model = [...fields(bytes)];
    const graph = model.findLast(({ tag }) => tag === 7);
    if (graph === undefined) return null;
    const opsets = readOpsets(
      fields,
      model.filter(({ tag }) => tag === 8),
    );
    const version = model.find(({ tag }) => tag === 1)?.integer ?? 0;
    // Before IR version 3 a model named no operator sets: it was the first.
    if (!opsets.has('')) opsets.set('', version < 3 ? 1 : null);
    const functions = model.filter(({ tag }) => tag === 25).map((field) => readFunction(fields, field.bytes, opsets));
    return { graph: readGraph(fields, graph.bytes, opsets), functions };
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw UserError.at({ file }, `not a whole protobuf (ONNX) file: ${cause.message}`, 'ONNX_WIRE');
  }
}

function readOpsets(fields: Fields, imports: readonly WireField[]): Map<string, number | null> {
  const opsets = new Map<string, number | null>();
  for (const field of imports) {
    let [domain, version] = ['', 0];
    for (const one of fields(field.bytes)) {
      if (one.tag === 1) domain = text(one);
      else if (one.tag === 2) version = one.integer;
    }
    opsets.set(plainDomain(domain), version);
  }
  return opsets;
}

/** The standard's domain has two names. */
function plainDomain(domain: string): string {
  return domain === 'ai.onnx' ? '' : domain;
}

function readFunction(fields: Fields, message: Uint8Array, ofModel: Opsets): FunctionProto {
  const all = [...fields(message)];
  const texts = (tag: number): string[] => all.filter((field) => field.tag === tag).map(text);
  const opsets = new Map([
    ...ofModel,
    ...readOpsets(
      fields,
      all.filter(({ tag }) => tag === 9),
    ),
  ]);
  const defaults = all.filter(({ tag }) => tag === 11).map(({ bytes }) => ({ tag: 5, integer: 0, bytes }));
  return {
    name: texts(1)[0] ?? '',
    domain: plainDomain(texts(10)[0] ?? ''),
    overload: texts(13)[0] ?? '',
    inputs: texts(4),
    outputs: texts(5),
    nodes: all.filter(({ tag }) => tag === 7).map(({ bytes }) => readNode(fields, fields(bytes), opsets)),
    defaults: readNode(fields, defaults, opsets),
  };
}

function readGraph(fields: Fields, message: Uint8Array, opsets: Opsets): GraphProto {
  const graph = {
    nodes: [] as NodeProto[],
    initializers: [] as TensorProto[],
    sparseInitializers: [] as SparseTensorProto[],
    inputs: [] as ValueInfo[],
    outputs: [] as ValueInfo[],
    values: [] as ValueInfo[],
  };
  for (const field of fields(message)) {
    if (field.tag === 1) graph.nodes.push(readNode(fields, fields(field.bytes), opsets));
    else if (field.tag === 5) graph.initializers.push(readTensor(fields, field.bytes));
    else if (field.tag === 11) graph.inputs.push(readValueInfo(fields, field.bytes));
    else if (field.tag === 12) graph.outputs.push(readValueInfo(fields, field.bytes));
    else if (field.tag === 13) graph.values.push(readValueInfo(fields, field.bytes));
    else if (field.tag === 15) graph.sparseInitializers.push(readSparse(fields, field.bytes));
  }
  return graph;
}

function readNode(fields: Fields, message: Iterable<WireField>, opsets: Opsets): NodeProto {
  const inputs: string[] = [];
  const outputs: string[] = [];
  const attributes: Record<string, Attribute> = {};
  const references = new Map<string, string>();
  const tensors = new Map<string, TensorProto>();
  const graphs = new Map<string, GraphProto>();
  let [name, operator, domain, overload] = ['', '', '', ''];
  for (const field of message) {
    if (field.tag === 1) inputs.push(text(field));
    else if (field.tag === 2) outputs.push(text(field));
    else if (field.tag === 3) name = text(field);
    else if (field.tag === 4) operator = text(field);
    else if (field.tag === 7) domain = plainDomain(text(field));
    else if (field.tag === 8) overload = text(field);
    else if (field.tag === 5) {
      const attribute = readAttribute(fields, field.bytes, opsets);
      if (attribute.reference !== '') references.set(attribute.name, attribute.reference);
      else if (attribute.tensor !== undefined) tensors.set(attribute.name, attribute.tensor);
      else if (attribute.graph !== undefined) graphs.set(attribute.name, attribute.graph);
      else attributes[attribute.name] = attribute.value;
    }
  }
  const opset = opsets.get(domain) ?? null;
  return { name, operator, domain, overload, opset, inputs, outputs, attributes, references, tensors, graphs };
}

/** AttributeProto.AttributeType: a writer may leave out a value that is 0 or empty. */
const EMPTY_VALUES: Readonly<Record<number, Attribute>> = { 1: 0, 2: 0, 3: '', 8: '' };

interface ReadAttribute {
  readonly name: string;
  readonly value: Attribute;
  readonly reference: string;
  readonly tensor?: TensorProto;
  readonly graph?: GraphProto;
}

function readAttribute(fields: Fields, message: Uint8Array, opsets: Opsets): ReadAttribute {
  let [name, reference, type] = ['', '', 0];
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
    else if (field.tag === 6) graph = readGraph(fields, field.bytes, opsets);
    else if (field.tag === 7) list.push(...floats(field.bytes));
    else if (field.tag === 8) list.push(...varints(field));
    else if (field.tag === 9) value = value === undefined ? text(field) : `${value as string},${text(field)}`;
    else if (field.tag === 20) type = field.integer;
    else if (field.tag === 21) reference = text(field);
  }
  value ??= list.length === 0 ? (EMPTY_VALUES[type] ?? list) : list;
  return { name, value, reference, ...(tensor && { tensor }), ...(graph && { graph }) };
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

/** ValueInfoProto: name, and of type.tensor_type the kind of the elements and shape.dim[]: dim_value, dim_param, or nothing. */
function readValueInfo(fields: Fields, message: Uint8Array): ValueInfo {
  let [name, dataType] = ['', 0];
  let shape: (number | string | null)[] = [];
  for (const field of fields(message)) {
    if (field.tag === 1) name = text(field);
    else if (field.tag === 2)
      for (const type of fields(field.bytes))
        if (type.tag === 1)
          for (const tensor of fields(type.bytes)) {
            if (tensor.tag === 1) dataType = tensor.integer;
            else if (tensor.tag === 2) shape = readShape(fields, tensor.bytes);
          }
  }
  return { name, shape, dataType };
}

function readShape(fields: Fields, message: Uint8Array): (number | string | null)[] {
  const shape: (number | string | null)[] = [];
  for (const dimension of fields(message)) {
    let size: number | string | null = null;
    for (const field of fields(dimension.bytes)) {
      // exporters write -1 for a size that is open
      if (field.tag === 1) size = field.integer < 0 ? null : field.integer;
      else if (field.tag === 2) size = text(field);
    }
    shape.push(size === '' ? null : size);
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
