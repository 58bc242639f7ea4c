import type { Values } from '../../imported-weights.ts';
import type { LayerKind } from '../../layer.ts';
import type { NodeProto } from './model.ts';
import { NO_WEIGHT, type NodeLayers, type Operand } from './node-layers.ts';
import type { Constant } from './tensor-data.ts';

/** W [directions, 4H, inputs], R [directions, 4H, H], B [directions, 8H]: one matrix [W R] of 4H x (inputs + H) for each direction, as EIE's NT-LSTM. */
export function lstm(constant: Operand, attributes: NodeProto['attributes']): NodeLayers {
  return joined('lstm', 4, constant, attributes);
}

/** The same with one gate: [W R] of H x (inputs + H). */
export function rnn(constant: Operand, attributes: NodeProto['attributes']): NodeLayers {
  return joined('rnn', 1, constant, attributes);
}

function joined(
  kind: LayerKind,
  gateCount: number,
  constant: Operand,
  attributes: NodeProto['attributes'],
): NodeLayers {
  const parts = recurrentParts(constant, attributes, gateCount);
  if ('reason' in parts) return parts;
  const { w, r, b, directions, gates, inputs, hidden } = parts;
  const layers = Array.from({ length: directions }, (_, direction) => {
    const columns = inputs + hidden;
    const values = new Float32Array(gates * columns);
    for (let row = 0; row < gates; row++) {
      const at = direction * gates + row;
      values.set(w.values.subarray(at * inputs, (at + 1) * inputs), row * columns);
      values.set(r.values.subarray(at * hidden, (at + 1) * hidden), row * columns + inputs);
    }
    const bias = b && addHalves(b.values.subarray(direction * 2 * gates, (direction + 1) * 2 * gates));
    const matrix = { kind: 'dense' as const, rows: gates, columns, values };
    const layer = { kind, shape: [gates, columns], numberFormat: w.numberFormat, matrix };
    return bias === undefined ? layer : { ...layer, bias };
  });
  const suffixes = directions === 1 ? [''] : ['.forward', '.reverse'];
  return { layers, suffixes, weight: w.name, ...usedUp(parts) };
}

/** W [directions, 3H, inputs], R [directions, 3H, H]: two matrices for each direction, because the hidden gate treats R's part apart. */
export function gru(constant: Operand, attributes: NodeProto['attributes']): NodeLayers {
  const parts = recurrentParts(constant, attributes, 3);
  if ('reason' in parts) return parts;
  const { w, r, b, directions, gates } = parts;
  const layers = Array.from({ length: directions * 2 }, (_unused, index) => {
    const [direction, isRecurrent] = [index >> 1, index % 2 === 1];
    const part = isRecurrent ? r : w;
    const columns = part.shape[2];
    const values = part.values.subarray(direction * gates * columns, (direction + 1) * gates * columns);
    const from = (direction * 2 + (isRecurrent ? 1 : 0)) * gates;
    const matrix = { kind: 'dense' as const, rows: gates, columns, values };
    const layer = { kind: 'gru' as const, shape: [gates, columns], numberFormat: part.numberFormat, matrix };
    return b === undefined ? layer : { ...layer, bias: b.values.subarray(from, from + gates) };
  });
  const names = directions === 1 ? [''] : ['.forward', '.reverse'];
  return {
    layers,
    suffixes: names.flatMap((name) => [`${name}.input`, `${name}.recurrent`]),
    weight: w.name,
    ...usedUp(parts),
  };
}

interface RecurrentParts {
  readonly w: Constant;
  readonly r: Constant;
  readonly b: Constant | undefined;
  readonly directions: number;
  /** Gates x hidden: rows of W and R. */
  readonly gates: number;
  readonly inputs: number;
  readonly hidden: number;
}

/** W, R and B lie in the layers. */
function usedUp({ r, b, hidden }: RecurrentParts) {
  return {
    biases: [r.name, ...(b === undefined ? [] : [b.name])],
    held: [1, 2, 3],
    attributes: { hidden_size: hidden },
  };
}

function recurrentParts(
  constant: Operand,
  { hidden_size: announced, direction }: NodeProto['attributes'],
  gateCount: number,
): RecurrentParts | { reason: string } {
  const [w, r, b] = [constant(1), constant(2), constant(3)];
  if (w === undefined || r === undefined) return NO_WEIGHT;
  const [directions = 0, gates = 0, inputs = 0] = w.shape;
  const hidden = r.shape[2] ?? 0;
  const fits = gates === gateCount * hidden && r.shape[0] === directions && r.shape[1] === gates;
  if (!fits || (b !== undefined && b.values.length !== directions * 2 * gates))
    return { reason: `W [${w.shape.join(', ')}], R [${r.shape.join(', ')}] and B do not fit each other` };
  if (directions !== (direction === 'bidirectional' ? 2 : 1))
    return { reason: `direction ${String(direction ?? 'forward')}, W of shape [${w.shape.join(', ')}]` };
  if (announced !== undefined && announced !== hidden)
    return { reason: `hidden_size ${String(announced)}, R of shape [${r.shape.join(', ')}]` };
  return { w, r, b, directions, gates, inputs, hidden };
}

/** B holds the input's bias and the recurrence's bias; the gate gets their sum. */
function addHalves(values: Values): Float32Array {
  const half = values.length / 2;
  return Float32Array.from({ length: half }, (_, index) => values[index] + values[half + index]);
}
