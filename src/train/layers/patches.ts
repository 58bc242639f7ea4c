import type { Floats } from '../products/products.ts';
import type { Shape } from './layer-kind.ts';

/** A window that moves over an image. */
export interface Window {
  readonly size: number;
  readonly stride: number;
  readonly padding: number;
}

/** Positions of a window along an axis of that many values. */
export function positionsOf(length: number, { size, stride, padding }: Window): number {
  return Math.floor((length + 2 * padding - size) / stride) + 1;
}

/**
 * Which value of an image [channels, height, width] stands where in its patches [channels x size x size, positions] (im2col); -1 is padding.
 * Row (channel, y, x) of the patches holds what the weight (channel, y, x) meets at each position.
 */
export function patchIndices([channels, height, width]: Shape, window: Window): Int32Array {
  const { size, stride, padding } = window;
  const [down, across] = [positionsOf(height, window), positionsOf(width, window)];
  const indices = new Int32Array(channels * size * size * down * across);
  let at = 0;
  for (let channel = 0; channel < channels; channel++)
    for (let y = 0; y < size; y++)
      for (let x = 0; x < size; x++)
        for (let row = 0; row < down; row++)
          for (let column = 0; column < across; column++) {
            const [top, left] = [row * stride + y - padding, column * stride + x - padding];
            const isInside = top >= 0 && top < height && left >= 0 && left < width;
            indices[at++] = isInside ? (channel * height + top) * width + left : -1;
          }
  return indices;
}

/** patches[k] = image[indices[k]], 0 for padding. */
export function gather(patches: Floats, image: Floats, indices: Int32Array): void {
  for (let k = 0; k < indices.length; k++) {
    const index = indices[k];
    patches[k] = index < 0 ? 0 : image[index];
  }
}

/** image[indices[k]] += patches[k], k ascending, from zeros. */
export function scatter(image: Floats, patches: Floats, indices: Int32Array): void {
  image.fill(0);
  for (let k = 0; k < indices.length; k++) {
    const index = indices[k];
    if (index >= 0) image[index] += patches[k];
  }
}
