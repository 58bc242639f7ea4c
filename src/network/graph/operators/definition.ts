import type { Attribute, GraphNode } from '../graph.ts';
import type { Compute, SteppedCompute } from './operator.ts';

/** Which values of an attribute are honoured: a kind of value, or the values themselves. An attribute that changes no result is `any`. */
export type Honoured = 'number' | 'numbers' | 'text' | 'any' | readonly (number | string)[];

/** What an operator honours of a node, and how it computes it. Anything else in the file makes the node unknown. */
export interface Definition {
  /** Names of its inputs in order: `?` behind one that may be absent, `*` behind one that may repeat. */
  readonly inputs: string;
  /** Names of the outputs that are made. */
  readonly outputs: string;
  readonly attributes: Readonly<Record<string, Honoured>>;
  /** Attributes that must be there, because what they mean when they are absent is not done. */
  readonly required?: readonly string[];
  /** First and last operator set in which it means this. */
  readonly opsets: readonly [number, number];
  readonly compute: Compute | SteppedCompute;
}

/** The newest operator set of ONNX that the definitions were read against (onnx 1.23). */
export const NEWEST_OPSET = 28;

/** A definition with the usual: one output, no attributes, every operator set from the first to the newest. */
export function define(inputs: string, compute: Definition['compute'], more: Partial<Definition> = {}): Definition {
  return { inputs, compute, outputs: 'output', attributes: {}, opsets: [1, NEWEST_OPSET], ...more };
}

/** All operators, each with the definitions of its versions. */
export type Definitions = Readonly<Record<string, Definition | readonly Definition[]>>;

function versionsOf(given: Definition | readonly Definition[]): readonly Definition[] {
  return 'compute' in given ? [given] : given;
}

/** The operator sets of each version of an operator, and the names of the attributes that it honours in them. */
export function honouredBy(given: Definition | readonly Definition[]) {
  return versionsOf(given).map(({ opsets, attributes }) => {
    return { opsets, attributes: Object.keys(attributes).toSorted().join(', ') || 'no attributes' };
  });
}

/** The definition of a node's operator, or why there is none that honours all that the file says of the node. */
export function definitionOf(definitions: Definitions, node: GraphNode): Definition | { readonly refused: string } {
  const { operator, domain = '', opset = domain === '' ? NEWEST_OPSET : 1, refused } = node;
  if (refused !== undefined) return { refused };
  const key = domain === '' ? operator : `${domain}:${operator}`;
  if (!Object.hasOwn(definitions, key))
    return { refused: domain === '' ? operator : `${operator} of the domain ${domain}` };
  const versions = versionsOf(definitions[key]);
  const definition = versions.find(({ opsets: [from, to] }) => opset >= from && opset <= to);
  if (definition === undefined) return { refused: `${operator} of opset ${opset}` };
  const fault = honoursNode(node, definition);
  return fault === undefined ? definition : { refused: `${operator}: ${fault}` };
}

/** What the file says of a node that is not honoured, by its name; undefined where all is. */
export function honoursNode(
  node: GraphNode,
  honoured: Pick<Definition, 'inputs' | 'outputs' | 'attributes'>,
): string | undefined {
  return attributeFault(node, honoured) ?? operandFault(node, honoured);
}

function attributeFault(
  { attributes }: GraphNode,
  definition: Pick<Definition, 'attributes' | 'required'>,
): string | undefined {
  const absent = definition.required?.find((name) => !Object.hasOwn(attributes, name));
  if (absent !== undefined) return `without its attribute ${absent}`;
  for (const [name, value] of Object.entries(attributes)) {
    // Which inputs may be overwritten: a hint of the first operator sets that changes no result.
    if (name === 'consumed_inputs') continue;
    if (!Object.hasOwn(definition.attributes, name)) return `attribute ${name}`;
    const honoured = definition.attributes[name];
    if (!honours(honoured, value)) return `attribute ${name} = ${valueText(value)}`;
  }
  return undefined;
}

function honours(honoured: Honoured, value: Attribute): boolean {
  if (honoured === 'any') return true;
  if (honoured === 'number') return typeof value === 'number';
  if (honoured === 'text') return typeof value === 'string';
  if (honoured === 'numbers') return typeof value === 'object';
  return typeof value === 'object' ? value.every((one) => honoured.includes(one)) : honoured.includes(value);
}

function valueText(value: Attribute): string {
  return typeof value === 'object' ? `[${value.join(', ')}]` : String(value);
}

function operandFault(
  { inputs, outputs, layers }: GraphNode,
  definition: Pick<Definition, 'inputs' | 'outputs'>,
): string | undefined {
  const names = definition.inputs.split(' ').filter((name) => name !== '');
  const repeats = names.at(-1)?.endsWith('*') === true;
  const extra = inputs.findIndex((input, at) => input !== '' && at >= names.length && !repeats);
  if (extra >= 0) return `input ${extra + 1} ("${inputs[extra]}")`;
  const missing = names.findIndex(
    (name, at) => !/[?*]$/.test(name) && (inputs[at] ?? '') === '' && layers.length === 0,
  );
  if (missing >= 0) return `without its input ${names[missing]}`;
  const made = definition.outputs.split(' ').length;
  const asked = outputs.findIndex((output, at) => output !== '' && at >= made);
  return asked < 0 || definition.outputs.endsWith('*') ? undefined : `output ${asked + 1} ("${outputs[asked]}")`;
}
