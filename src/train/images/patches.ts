/** A window that moves over an image. */
export interface Window {
  readonly size: number;
  readonly stride: number;
  readonly padding: number;
}

/** Planes of height x width values, one behind the other, over each of which a window moves. */
export interface Planes {
  readonly planes: number;
  readonly height: number;
  readonly width: number;
  readonly window: Window;
}

/** Positions of a window along an axis of that many values. */
export function positionsOf(length: number, { size, stride, padding }: Window): number {
  return Math.floor((length + 2 * padding - size) / stride) + 1;
}

/** Patches of an image: what each weight of a kernel meets at each position. */
export interface Patches {
  readonly channels: number;
  readonly height: number;
  readonly width: number;
  readonly window: Window;
  /** Values of all patches. */
  readonly length: number;
  /**
   * Which value of the image [channels, height, width] stands where in its patches [channels x size x size, positions] (im2col), row after row; -1 is padding.
   * Row (channel, y, x) holds what the weight (channel, y, x) meets at each position.
   */
  readonly indices: () => Int32Array;
}

export function patchesOf([channels, height, width]: readonly number[], window: Window): Patches {
  const { size, stride, padding } = window;
  const [down, across] = [positionsOf(height, window), positionsOf(width, window)];
  const length = channels * size * size * down * across;
  let found: Int32Array | undefined;
  const indices = () => {
    const all = new Int32Array(length);
    let at = 0;
    for (let channel = 0; channel < channels; channel++)
      for (let y = 0; y < size; y++)
        for (let x = 0; x < size; x++)
          for (let row = 0; row < down; row++)
            for (let column = 0; column < across; column++) {
              const [top, left] = [row * stride + y - padding, column * stride + x - padding];
              const isInside = top >= 0 && top < height && left >= 0 && left < width;
              all[at++] = isInside ? (channel * height + top) * width + left : -1;
            }
    return all;
  };
  return { channels, height, width, window, length, indices: () => (found ??= indices()) };
}
