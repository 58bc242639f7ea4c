import { PbfWriter } from 'pbf';

/** A node with whole (varint) and other (float) attributes. */
export interface ModelNode {
  readonly operator: string;
  readonly attributes?: Readonly<Record<string, number>>;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
}

/** An initialiser of fp32, or of int8. */
export interface Initializer {
  readonly name: string;
  readonly dims: readonly number[];
  readonly floats?: readonly number[];
  readonly bytes?: readonly number[];
  readonly external?: Readonly<Record<string, string>>;
}

/** Sizes of inputs; null is left open. */
export type Inputs = Readonly<Record<string, readonly (number | null)[]>>;

const FLOAT = 1;
const INT8 = 3;

/** An ONNX file written field by field (onnx.proto); the outputs of the last node are those of the graph. */
export function onnxModel(
  nodes: readonly ModelNode[],
  initializers: readonly Initializer[],
  inputs: Inputs = {},
): Uint8Array {
  const pbf = new PbfWriter();
  pbf.writeVarintField(1, 8);
  message(pbf, 7, (graph) => {
    for (const one of nodes) message(graph, 1, (node) => writeNode(node, one));
    for (const one of initializers) message(graph, 5, (tensor) => writeTensor(tensor, one));
    for (const [name, shape] of Object.entries(inputs)) message(graph, 11, (value) => writeValue(value, name, shape));
    for (const name of nodes.at(-1)?.outputs ?? []) message(graph, 12, (value) => value.writeStringField(1, name));
  });
  return pbf.finish();
}

function message(pbf: PbfWriter, tag: number, write: (inner: PbfWriter) => void): void {
  pbf.writeMessage(tag, (_, inner) => write(inner), null);
}

function writeNode(node: PbfWriter, { operator, attributes = {}, inputs, outputs }: ModelNode): void {
  for (const input of inputs) node.writeStringField(1, input);
  for (const output of outputs) node.writeStringField(2, output);
  node.writeStringField(4, operator);
  for (const [name, value] of Object.entries(attributes))
    message(node, 5, (attribute) => {
      attribute.writeStringField(1, name);
      if (Number.isInteger(value)) attribute.writeVarintField(3, value);
      else attribute.writeFloatField(2, value);
    });
}

function writeTensor(tensor: PbfWriter, { name, dims, floats, bytes, external }: Initializer): void {
  tensor.writePackedVarint(1, [...dims]);
  tensor.writeVarintField(2, bytes === undefined ? FLOAT : INT8);
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

function writeValue(value: PbfWriter, name: string, shape: readonly (number | null)[]): void {
  value.writeStringField(1, name);
  message(value, 2, (type) =>
    message(type, 1, (tensorType) => {
      tensorType.writeVarintField(1, FLOAT);
      message(tensorType, 2, (dimensions) => {
        for (const size of shape)
          message(dimensions, 1, (dimension) => {
            if (size === null) dimension.writeStringField(2, 'N');
            else dimension.writeVarintField(1, size);
          });
      });
    }),
  );
}
