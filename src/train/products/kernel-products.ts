import { loadedApart } from '../../kernels/loaded.ts';
import type { Window } from '../images/patches.ts';
import { singleProducts } from './plain-products.ts';
import type { NewFloats, Products } from './products.ts';

/** Products in fp32, and the memory that their operands lie in. */
export interface Workplace {
  readonly products: Products;
  readonly floats: NewFloats;
}

/** Every vector begins on a cache line. */
const LINE = 64;

/**
 * Kernels with as much memory as a piece of work takes, or their twins where there is no SIMD.
 * @param layOut takes all vectors that the work will take; it is called once to count them
 */
export function workplaceFor(layOut: (workplace: Workplace) => unknown): Workplace {
  let bytes = LINE;
  layOut({
    products: singleProducts,
    floats(length) {
      bytes += lineUp(4 * length);
      return new Float32Array(0);
    },
  });
  const kernels = loadedApart(bytes);
  if (kernels === undefined) return { products: singleProducts, floats: (length) => new Float32Array(length) };
  const { call, buffer } = kernels;
  let at = LINE;
  return {
    floats(length) {
      const vector = new Float32Array(buffer, at, length);
      at += lineUp(4 * length);
      return vector;
    },
    products: {
      multiply: (c, a, aRow, aColumn, b, rows, columns, depth, add) =>
        call.multiplyMatrices(
          c.byteOffset,
          a.byteOffset,
          aRow,
          aColumn,
          b.byteOffset,
          rows,
          columns,
          depth,
          add ? 1 : 0,
        ),
      multiplyByTransposed: (c, a, b, rows, columns, depth, add) =>
        call.multiplyByTransposedMatrix(c.byteOffset, a.byteOffset, b.byteOffset, rows, columns, depth, add ? 1 : 0),
      gather(patches, image, of) {
        const { channels, height, width, window } = of;
        if (!movesByOne(window)) singleProducts.gather(patches, image, of);
        else call.imageToPatches(patches.byteOffset, image.byteOffset, channels, height, width, window.size);
      },
      scatter(image, patches, of) {
        const { channels, height, width, window } = of;
        if (!movesByOne(window)) singleProducts.scatter(image, patches, of);
        else call.patchesToImage(image.byteOffset, patches.byteOffset, channels, height, width, window.size);
      },
      pool(outputs, places, inputs, of) {
        const { planes, height, width, window } = of;
        if (window.size !== 2 || window.stride !== 2) singleProducts.pool(outputs, places, inputs, of);
        else call.largestOfSquares(outputs.byteOffset, places.byteOffset, inputs.byteOffset, planes, height, width);
      },
      places: ({ buffer: room, byteOffset, length }) => new Int32Array(room, byteOffset, length),
      add: (a, b) => call.addVectors(a.byteOffset, b.byteOffset, b.length),
      descend: (values, gradients, speeds, { rate, momentum, decay }) =>
        call.descendVectors(
          values.byteOffset,
          gradients.byteOffset,
          speeds.byteOffset,
          values.length,
          rate,
          momentum,
          decay,
        ),
    },
  };
}

/** What the kernels of patches can. */
function movesByOne({ stride, padding }: Window): boolean {
  return stride === 1 && padding === 0;
}

function lineUp(bytes: number): number {
  return Math.ceil(bytes / LINE) * LINE;
}
