import type { Values } from './values.ts';

/** The values of a row-major array with its axes in another order: axis k of the result is axis order[k]. */
export function permuteAxes(values: Values, shape: readonly number[], order: readonly number[]): Values {
  if (order.every((axis, at) => axis === at)) return values;
  const strides = shape.map((_, axis) => shape.slice(axis + 1).reduce((product, size) => product * size, 1));
  const sizes = order.map((axis) => shape[axis]);
  const steps = order.map((axis) => strides[axis]);
  const index = order.map(() => 0);
  const result = values.slice();
  for (let target = 0, origin = 0; target < result.length; target++) {
    result[target] = values[origin];
    for (let axis = order.length - 1; axis >= 0; axis--) {
      origin += steps[axis];
      if (++index[axis] < sizes[axis]) break;
      origin -= steps[axis] * sizes[axis];
      index[axis] = 0;
    }
  }
  return result;
}
