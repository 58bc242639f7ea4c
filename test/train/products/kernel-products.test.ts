import test from 'ava';
import fc from 'fast-check';
import { randomStream } from '../../../src/base/random.ts';
import { patchesOf } from '../../../src/train/images/patches.ts';
import { workplaceFor } from '../../../src/train/products/kernel-products.ts';
import { singleProducts } from '../../../src/train/products/plain-products.ts';
import type { Floats, Products } from '../../../src/train/products/products.ts';

const size = fc.integer({ min: 1, max: 21 });

/** The vectors of a piece of work, drawn, in ordinary memory and in that of the kernels; both after the work. */
function both(
  lengths: readonly number[],
  seed: number,
  work: (products: Products, vectors: readonly Floats[]) => void,
) {
  const layOut = ({ floats }: { floats: (length: number) => Floats }) => lengths.map((length) => floats(length));
  const workplace = workplaceFor(layOut);
  const there = layOut(workplace);
  const next = randomStream(seed);
  const here = lengths.map((length) =>
    Float32Array.from({ length }, () => (next() / 2 ** 31 - 1) * 10 ** (next() % 5)),
  );
  there.forEach((vector, k) => {
    vector.set(here[k]);
  });
  requireKernels(workplace.products !== singleProducts);
  work(singleProducts, here);
  work(workplace.products, there);
  return [here.map((vector) => [...vector]), there.map((vector) => [...vector])];
}

function requireKernels(hasKernels: boolean): void {
  if (!hasKernels) throw new Error('this computer has no WebAssembly with SIMD');
}

test('a product of matrices has the bits of its twin, whatever the sizes and whichever is transposed', (t) => {
  fc.assert(
    fc.property(size, size, size, fc.boolean(), fc.boolean(), fc.nat(), (rows, columns, depth, turned, add, seed) => {
      const [plain, kernel] = both([rows * columns, rows * depth, depth * columns], seed, (products, [c, a, b]) => {
        products.multiply(c, a, turned ? 1 : depth, turned ? rows : 1, b, rows, columns, depth, add);
      });
      t.deepEqual(kernel, plain);
    }),
  );
});

test('a product with a transposed matrix has the bits of its twin', (t) => {
  fc.assert(
    fc.property(
      size,
      size,
      fc.integer({ min: 1, max: 40 }),
      fc.boolean(),
      fc.nat(),
      (rows, columns, depth, add, seed) => {
        const [plain, kernel] = both([rows * columns, rows * depth, columns * depth], seed, (products, [c, a, b]) => {
          products.multiplyByTransposed(c, a, b, rows, columns, depth, add);
        });
        t.deepEqual(kernel, plain);
      },
    ),
  );
});

test('patches of images and their sums have the bits of their twins', (t) => {
  const side = fc.integer({ min: 1, max: 6 });
  const sizes = fc.tuple(side, side, side, fc.integer({ min: 0, max: 12 }), fc.integer({ min: 1, max: 2 }), fc.nat());
  fc.assert(
    fc.property(sizes, ([channels, size, more, wide, stride, seed]) => {
      const plan = patchesOf([channels, size + more, size + wide], { size, stride, padding: 0 });
      const lengths = [channels * (size + more) * (size + wide), plan.length, plan.length];
      const [plain, kernel] = both(lengths, seed, (products, [image, patches, others]) => {
        products.gather(patches, image, plan);
        products.scatter(image, others, plan);
      });
      t.deepEqual(kernel, plain);
    }),
  );
});

test('the largest values of squares and their places are those of the twin, equal ones too', (t) => {
  const side = fc.integer({ min: 2, max: 19 });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 3 }), side, side, fc.nat(), (planes, height, width, seed) => {
      const window = { size: 2, stride: 2, padding: 0 };
      const length = planes * (height >> 1) * (width >> 1);
      const [plain, kernel] = both([planes * height * width, length, length], seed, (products, [image, out, room]) => {
        // few different values, so that many are equal
        image.set(image.map((value) => Math.round(value) % 3));
        const places = products.places(room);
        products.pool(out, places, image, { planes, height, width, window });
        room.set(places);
      });
      t.deepEqual(kernel, plain);
    }),
  );
});

test('sums and steps of vectors have the bits of their twins', (t) => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 40 }), fc.nat(), (length, seed) => {
      const [plain, kernel] = both([length, length, length], seed, (products, [a, b, c]) => {
        products.add(a, b);
        products.descend(a, b, c, { rate: 0.02, momentum: 0.9, decay: 5e-4 });
      });
      t.deepEqual(kernel, plain);
    }),
  );
});

test('the twin multiplies as the definition does', (t) => {
  const c = new Float32Array(4);
  singleProducts.multiply(
    c,
    Float32Array.of(1, 2, 3, 4, 5, 6),
    3,
    1,
    Float32Array.of(1, 0, 2, 1, 0, 3),
    2,
    2,
    3,
    false,
  );
  t.deepEqual([...c], [1 + 4, 2 + 9, 4 + 10, 5 + 18]);
  singleProducts.multiplyByTransposed(
    c,
    Float32Array.of(1, 2, 3, 4, 5, 6),
    Float32Array.of(1, 2, 0, 0, 1, 3),
    2,
    2,
    3,
    true,
  );
  t.deepEqual([...c], [5 + 5, 11 + 11, 14 + 14, 23 + 23]);
});
