import { around, axisOf, first, numberOf, type Operator, operand, sizeOf } from './operator.ts';

/** Operators on shapes and indices, as exporters write them to compute sizes. */
export const INDEX_ARITHMETIC: Readonly<Record<string, Operator>> = {
  Shape: (call) => [{ shape: [first(call).shape.length], values: Float64Array.from(first(call).shape) }],
  Size: (call) => [{ shape: [], values: Float64Array.of(first(call).values.length) }],
  ConstantOfShape: (call) => {
    const shape = [...first(call).values];
    return [{ shape, values: new Float32Array(sizeOf(shape)).fill(numberOf(call, 'value', 0)) }];
  },
  Gather: (call) => {
    const { shape, values } = first(call);
    const indices = operand(call.inputs, 1);
    const axis = axisOf(numberOf(call, 'axis', 0), shape.length);
    const { before, behind } = around(shape, axis);
    const result = new Float32Array(before * indices.values.length * behind);
    let at = 0;
    for (let block = 0; block < before; block++)
      for (const index of indices.values) {
        const place = index < 0 ? index + shape[axis] : index;
        if (!(place >= 0 && place < shape[axis])) throw new RangeError(`index ${index} of ${shape[axis]}`);
        const from = (block * shape[axis] + place) * behind;
        result.set(values.subarray(from, from + behind), at);
        at += behind;
      }
    return [{ shape: [...shape.slice(0, axis), ...indices.shape, ...shape.slice(axis + 1)], values: result }];
  },
  Equal: ({ inputs }) => {
    const [a, b] = [operand(inputs, 0), operand(inputs, 1)];
    if (b.values.length !== 1 && b.values.length !== a.values.length)
      throw new RangeError('Equal of two different shapes');
    return [
      {
        shape: a.shape,
        values: Float32Array.from(a.values, (value, at) =>
          value === b.values[b.values.length === 1 ? 0 : at] ? 1 : 0,
        ),
      },
    ];
  },
  Not: (call) => [
    { shape: first(call).shape, values: Float32Array.from(first(call).values, (value) => (value === 0 ? 1 : 0)) },
  ],
  /** Modes constant, edge and reflect; pads are before and behind each axis. */
  Pad: (call) => {
    const { shape, values } = first(call);
    const pads =
      call.inputs[1] === undefined ? (call.attributes.pads as readonly number[]) : [...call.inputs[1].values];
    const mode = call.attributes.mode ?? 'constant';
    const fill = call.inputs[2]?.values[0] ?? numberOf(call, 'value', 0);
    const axes = shape.length;
    const result = shape.map((size, axis) => size + pads[axis] + pads[axis + axes]);
    const steps = shape.map((_, axis) => sizeOf(shape.slice(axis + 1)));
    const padded = new Float32Array(sizeOf(result));
    const index = result.map(() => 0);
    for (let at = 0; at < padded.length; at++) {
      let from = 0;
      let inside = true;
      for (let axis = 0; axis < axes; axis++) {
        const place = sourceIndex(index[axis] - pads[axis], shape[axis], mode);
        inside &&= place >= 0;
        from += place * steps[axis];
      }
      padded[at] = inside ? values[from] : fill;
      for (let axis = axes - 1; axis >= 0 && ++index[axis] === result[axis]; axis--) index[axis] = 0;
    }
    return [{ shape: result, values: padded }];
  },
};

/** Where a padded place takes its value from; -1 where it is the fill value. */
function sourceIndex(place: number, size: number, mode: unknown): number {
  if (place >= 0 && place < size) return place;
  if (mode === 'edge') return place < 0 ? 0 : size - 1;
  if (mode !== 'reflect') return -1;
  return place < 0 ? -place : 2 * (size - 1) - place;
}
