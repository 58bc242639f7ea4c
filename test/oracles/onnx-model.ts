import { PbfWriter } from 'pbf';

/** What an attribute is written as: whole numbers (varint) or others (float), text, or lists of them. */
export type ModelAttribute = number | string | readonly number[] | readonly string[];

export interface ModelNode {
  readonly name?: string;
  readonly operator: string;
  readonly domain?: string;
  readonly attributes?: Readonly<Record<string, ModelAttribute>>;
  /** Attributes that take the value of an attribute of the function around the node. */
  readonly references?: Readonly<Record<string, string>>;
  readonly tensors?: Readonly<Record<string, Initializer>>;
  /** Graphs among its attributes: the branches of an If. */
  readonly graphs?: Readonly<Record<string, ModelGraph>>;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
}

/** A graph inside a node; the outputs of its last node are its own. */
export interface ModelGraph {
  readonly nodes: readonly ModelNode[];
  readonly initializers?: readonly Initializer[];
}

/** An initialiser of fp32, of int8, or of any kind that ELEMENT_BYTES writes. */
export interface Initializer {
  readonly name: string;
  readonly dims: readonly number[];
  readonly floats?: readonly number[];
  readonly bytes?: readonly number[];
  /** Elements of another kind, by its name in numpy. */
  readonly typed?: { readonly dtype: string; readonly values: readonly number[] };
  readonly external?: Readonly<Record<string, string>>;
}

/** Sizes of inputs; null or a name is left open. */
export type Inputs = Readonly<Record<string, readonly (number | string | null)[]>>;

/** What else a model may say. */
export interface ModelOptions {
  /** Versions of operator sets by domain. */
  readonly opsets?: Readonly<Record<string, number>>;
  readonly functions?: readonly ModelFunction[];
  /** Kinds of inputs by name, as numpy names them; float32 where absent. */
  readonly kinds?: Readonly<Record<string, string>>;
  /** Outputs of the graph, instead of those of the last node. */
  readonly outputs?: readonly string[];
  /** Shapes of values that nodes make. */
  readonly values?: Inputs;
}

export interface ModelFunction {
  readonly name: string;
  readonly domain: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly nodes: readonly ModelNode[];
  readonly opsets?: Readonly<Record<string, number>>;
}

const FLOAT = 1;
const INT8 = 3;

/** Kinds by their names in numpy: number in TensorProto.DataType, and how an element is written. */
const KINDS: Readonly<Record<string, { number: number; bytes: (values: readonly number[]) => Uint8Array }>> = {
  float32: { number: 1, bytes: (values) => new Uint8Array(Float32Array.from(values).buffer) },
  uint8: { number: 2, bytes: (values) => Uint8Array.from(values) },
  int8: { number: 3, bytes: (values) => new Uint8Array(Int8Array.from(values).buffer) },
  uint16: { number: 4, bytes: (values) => new Uint8Array(Uint16Array.from(values).buffer) },
  int16: { number: 5, bytes: (values) => new Uint8Array(Int16Array.from(values).buffer) },
  int32: { number: 6, bytes: (values) => new Uint8Array(Int32Array.from(values).buffer) },
  int64: { number: 7, bytes: (values) => new Uint8Array(BigInt64Array.from(values.map(BigInt)).buffer) },
  bool: { number: 9, bytes: (values) => Uint8Array.from(values) },
  float16: { number: 10, bytes: (values) => new Uint8Array(Uint16Array.from(values, halfBits).buffer) },
  float64: { number: 11, bytes: (values) => new Uint8Array(Float64Array.from(values).buffer) },
  uint32: { number: 12, bytes: (values) => new Uint8Array(Uint32Array.from(values).buffer) },
  uint64: { number: 13, bytes: (values) => new Uint8Array(BigUint64Array.from(values.map(BigInt)).buffer) },
  /** Given as the upper halves of fp32. */
  bfloat16: { number: 16, bytes: (values) => new Uint8Array(Uint16Array.from(values).buffer) },
};

/** Bits of a number that fp16 holds exactly. */
function halfBits(value: number): number {
  if (Number.isNaN(value)) return 0x7e00;
  const sign = value < 0 || Object.is(value, -0) ? 0x8000 : 0;
  const size = Math.abs(value);
  if (size === Infinity) return sign | 0x7c00;
  if (size < 2 ** -14) return sign | Math.round(size * 2 ** 24);
  const exponent = Math.floor(Math.log2(size));
  return sign | ((exponent + 15) << 10) | Math.round((size / 2 ** exponent - 1) * 1024);
}

/** An ONNX file written field by field (onnx.proto); the outputs of the last node are those of the graph. */
export function onnxModel(
  nodes: readonly ModelNode[],
  initializers: readonly Initializer[],
  inputs: Inputs = {},
  { opsets = {}, functions = [], kinds = {}, outputs, values = {} }: ModelOptions = {},
): Uint8Array {
  const pbf = new PbfWriter();
  pbf.writeVarintField(1, 8);
  writeOpsets(pbf, 8, opsets);
  message(pbf, 7, (graph) => {
    writeBody(graph, nodes, initializers, outputs);
    for (const [name, shape] of Object.entries(inputs))
      message(graph, 11, (value) => writeValue(value, name, shape, KINDS[kinds[name] ?? 'float32'].number));
    for (const [name, shape] of Object.entries(values))
      message(graph, 13, (value) => writeValue(value, name, shape, FLOAT));
  });
  for (const one of functions) message(pbf, 25, (written) => writeFunction(written, one));
  return pbf.finish();
}

function writeOpsets(pbf: PbfWriter, tag: number, opsets: Readonly<Record<string, number>>): void {
  for (const [domain, version] of Object.entries(opsets))
    message(pbf, tag, (opset) => {
      opset.writeStringField(1, domain);
      opset.writeVarintField(2, version);
    });
}

function writeFunction(written: PbfWriter, { name, domain, inputs, outputs, nodes, opsets = {} }: ModelFunction): void {
  written.writeStringField(1, name);
  for (const input of inputs) written.writeStringField(4, input);
  for (const output of outputs) written.writeStringField(5, output);
  for (const one of nodes) message(written, 7, (node) => writeNode(node, one));
  writeOpsets(written, 9, opsets);
  written.writeStringField(10, domain);
}

function message(pbf: PbfWriter, tag: number, write: (inner: PbfWriter) => void): void {
  pbf.writeMessage(tag, (_, inner) => write(inner), null);
}

function writeNode(node: PbfWriter, one: ModelNode): void {
  for (const input of one.inputs) node.writeStringField(1, input);
  for (const output of one.outputs) node.writeStringField(2, output);
  if (one.name !== undefined) node.writeStringField(3, one.name);
  node.writeStringField(4, one.operator);
  if (one.domain !== undefined) node.writeStringField(7, one.domain);
  for (const [name, value] of Object.entries(one.attributes ?? {}))
    message(node, 5, (attribute) => writeAttribute(attribute, name, value));
  for (const [name, from] of Object.entries(one.references ?? {}))
    message(node, 5, (attribute) => {
      attribute.writeStringField(1, name);
      attribute.writeStringField(21, from);
    });
  for (const [name, value] of Object.entries(one.tensors ?? {}))
    message(node, 5, (attribute) => {
      attribute.writeStringField(1, name);
      message(attribute, 5, (tensor) => writeTensor(tensor, value));
    });
  for (const [name, { nodes, initializers = [] }] of Object.entries(one.graphs ?? {}))
    message(node, 5, (attribute) => {
      attribute.writeStringField(1, name);
      message(attribute, 6, (graph) => writeBody(graph, nodes, initializers));
    });
}

/** Nodes, initialisers and outputs of a graph. */
function writeBody(
  graph: PbfWriter,
  nodes: readonly ModelNode[],
  initializers: readonly Initializer[],
  outputs = nodes.at(-1)?.outputs ?? [],
): void {
  for (const one of nodes) message(graph, 1, (node) => writeNode(node, one));
  for (const one of initializers) message(graph, 5, (tensor) => writeTensor(tensor, one));
  for (const name of outputs) message(graph, 12, (value) => value.writeStringField(1, name));
}

function writeAttribute(attribute: PbfWriter, name: string, value: ModelAttribute): void {
  attribute.writeStringField(1, name);
  if (typeof value === 'string') attribute.writeStringField(4, value);
  else if (typeof value === 'number') {
    if (Number.isInteger(value)) attribute.writeVarintField(3, value);
    else attribute.writeFloatField(2, value);
  } else
    for (const one of value) {
      if (typeof one === 'string') attribute.writeStringField(9, one);
      else if (value.every(Number.isInteger)) attribute.writeVarintField(8, one);
      else attribute.writeFloatField(7, one);
    }
}

function writeTensor(tensor: PbfWriter, { name, dims, floats, bytes, typed, external }: Initializer): void {
  tensor.writePackedVarint(1, [...dims]);
  tensor.writeVarintField(2, typed === undefined ? (bytes === undefined ? FLOAT : INT8) : KINDS[typed.dtype].number);
  if (typed !== undefined) tensor.writeBytesField(9, KINDS[typed.dtype].bytes(typed.values));
  if (floats !== undefined) tensor.writePackedFloat(4, [...floats]);
  if (bytes !== undefined) tensor.writeBytesField(9, new Uint8Array(Int8Array.from(bytes).buffer));
  tensor.writeStringField(8, name);
  for (const [key, value] of Object.entries(external ?? {}))
    message(tensor, 13, (entry) => {
      entry.writeStringField(1, key);
      entry.writeStringField(2, value);
    });
  if (external !== undefined) tensor.writeVarintField(14, 1);
}

function writeValue(value: PbfWriter, name: string, shape: readonly (number | string | null)[], kind: number): void {
  value.writeStringField(1, name);
  message(value, 2, (type) =>
    message(type, 1, (tensorType) => {
      tensorType.writeVarintField(1, kind);
      message(tensorType, 2, (dimensions) => {
        for (const size of shape)
          message(dimensions, 1, (dimension) => {
            if (typeof size !== 'number') dimension.writeStringField(2, size ?? 'N');
            else dimension.writeVarintField(1, size);
          });
      });
    }),
  );
}
