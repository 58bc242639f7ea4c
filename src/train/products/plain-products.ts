import { positionsOf } from '../images/patches.ts';
import type { Products } from './products.ts';

/** The products in TypeScript, for values of a format with this rounding: the twin that kernels are held against. */
function plainProducts(round: (value: number) => number): Products {
  return {
    multiply(c, a, aRow, aColumn, b, rows, columns, depth, add) {
      for (let i = 0; i < rows; i++)
        for (let j = 0; j < columns; j++) {
          let sum = 0;
          for (let k = 0; k < depth; k++) sum = round(sum + round(a[i * aRow + k * aColumn] * b[k * columns + j]));
          const at = i * columns + j;
          c[at] = add ? c[at] + sum : sum;
        }
    },
    multiplyByTransposed(c, a, b, rows, columns, depth, add) {
      const whole = depth - (depth % 4);
      for (let i = 0; i < rows; i++)
        for (let j = 0; j < columns; j++) {
          const [from, other] = [i * depth, j * depth];
          let [s0, s1, s2, s3] = [0, 0, 0, 0];
          for (let k = 0; k < whole; k += 4) {
            s0 = round(s0 + round(a[from + k] * b[other + k]));
            s1 = round(s1 + round(a[from + k + 1] * b[other + k + 1]));
            s2 = round(s2 + round(a[from + k + 2] * b[other + k + 2]));
            s3 = round(s3 + round(a[from + k + 3] * b[other + k + 3]));
          }
          let sum = round(round(s0 + s1) + round(s2 + s3));
          for (let k = whole; k < depth; k++) sum = round(sum + round(a[from + k] * b[other + k]));
          const at = i * columns + j;
          c[at] = add ? c[at] + sum : sum;
        }
    },
    gather(patches, image, of) {
      const indices = of.indices();
      for (let k = 0; k < indices.length; k++) patches[k] = indices[k] < 0 ? 0 : image[indices[k]];
    },
    scatter(image, patches, of) {
      const indices = of.indices();
      image.fill(0);
      for (let k = 0; k < indices.length; k++) if (indices[k] >= 0) image[indices[k]] += patches[k];
    },
    pool(outputs, places, inputs, { planes, height, width, window }) {
      const { size, stride } = window;
      const [down, across] = [positionsOf(height, window), positionsOf(width, window)];
      for (let at = 0, plane = 0; plane < planes; plane++)
        for (let row = 0; row < down; row++)
          for (let column = 0; column < across; column++, at++) {
            let best = (plane * height + row * stride) * width + column * stride;
            for (let y = 0, line = best; y < size; y++, line += width)
              for (let index = line; index < line + size; index++) if (inputs[index] > inputs[best]) best = index;
            places[at] = best;
            outputs[at] = inputs[best];
          }
    },
    places: ({ length }) => new Int32Array(length),
    add(a, b) {
      for (let at = 0; at < b.length; at++) a[at] += b[at];
    },
    descend(values, gradients, speeds, settings) {
      const [rate, momentum, decay] = [round(settings.rate), round(settings.momentum), round(settings.decay)];
      for (let at = 0; at < values.length; at++) {
        const slope = round(gradients[at] + round(decay * values[at]));
        const speed = round(round(momentum * speeds[at]) + round(rate * slope));
        speeds[at] = speed;
        values[at] -= speed;
      }
    },
  };
}

/** In fp32. */
export const singleProducts: Products = plainProducts(Math.fround);

/** In fp64. */
export const doubleProducts: Products = plainProducts((value) => value);
