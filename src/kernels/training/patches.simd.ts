/*
 * Patches of images for convolutions whose kernels move by one and stay inside: row (channel, y, x) of the patches is the image of that channel, cut to
 * down x across values from (y, x) on.
 */

const WORD: usize = 4;
const LANES: usize = 16;

/** Copies every row of every patch. */
export function imageToPatches(patches: usize, image: usize, channels: i32, height: i32, width: i32, size: i32): void {
  const across = width - size + 1;
  const down = height - size + 1;
  const end = <usize>across * WORD;
  const whole = <usize>(across & ~3) * WORD;
  const step = <usize>width * WORD;
  for (let channel = 0; channel < channels; channel++)
    for (let y = 0; y < size; y++)
      for (let x = 0; x < size; x++) {
        let from = image + <usize>((channel * height + y) * width + x) * WORD;
        for (let row = 0; row < down; row++) {
          let at: usize = 0;
          for (; at < whole; at += LANES) v128.store(patches + at, v128.load(from + at));
          for (; at < end; at += WORD) store<f32>(patches + at, load<f32>(from + at));
          patches += end;
          from += step;
        }
      }
}

/** Adds every row of every patch to where it came from, in the order of the patches. */
export function patchesToImage(image: usize, patches: usize, channels: i32, height: i32, width: i32, size: i32): void {
  const across = width - size + 1;
  const down = height - size + 1;
  const end = <usize>across * WORD;
  const whole = <usize>(across & ~3) * WORD;
  const step = <usize>width * WORD;
  memory.fill(image, 0, <usize>channels * <usize>height * step);
  for (let channel = 0; channel < channels; channel++)
    for (let y = 0; y < size; y++)
      for (let x = 0; x < size; x++) {
        let to = image + <usize>((channel * height + y) * width + x) * WORD;
        for (let row = 0; row < down; row++) {
          let at: usize = 0;
          for (; at < whole; at += LANES) v128.store(to + at, f32x4.add(v128.load(to + at), v128.load(patches + at)));
          for (; at < end; at += WORD) store<f32>(to + at, load<f32>(to + at) + load<f32>(patches + at));
          patches += end;
          to += step;
        }
      }
}
