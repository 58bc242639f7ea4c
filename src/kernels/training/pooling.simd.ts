/*
 * The largest of each square of 2 x 2 values, and where it stands among the inputs: of equal values the first, row by row.
 */

const WORD: usize = 4;
const LANES: usize = 16;

/** Planes of height x width values, one behind the other; outputs and places have half the height and half the width, rounded down. */
export function largestOfSquares(
  outputs: usize,
  places: usize,
  inputs: usize,
  planes: i32,
  height: i32,
  width: i32,
): void {
  const down = height >> 1;
  const across = width >> 1;
  const whole = across & ~3;
  const line = <usize>width * WORD;
  const evens = i32x4(0, 2, 4, 6);
  const one = i32x4.splat(1);
  const below = i32x4.splat(width);
  for (let plane = 0; plane < planes; plane++)
    for (let row = 0; row < down; row++) {
      let index = (plane * height + 2 * row) * width;
      let at = inputs + <usize>index * WORD;
      let column = 0;
      for (; column < whole; column += 4) {
        const t0 = v128.load(at);
        const t1 = v128.load(at, 16);
        const b0 = v128.load(at + line);
        const b1 = v128.load(at + line, 16);
        let best = v128.shuffle<f32>(t0, t1, 0, 2, 4, 6);
        let place = i32x4.add(i32x4.splat(index), evens);
        const first = place;
        let value = v128.shuffle<f32>(t0, t1, 1, 3, 5, 7);
        let more = f32x4.gt(value, best);
        best = v128.bitselect(value, best, more);
        place = v128.bitselect(i32x4.add(first, one), place, more);
        value = v128.shuffle<f32>(b0, b1, 0, 2, 4, 6);
        more = f32x4.gt(value, best);
        best = v128.bitselect(value, best, more);
        place = v128.bitselect(i32x4.add(first, below), place, more);
        value = v128.shuffle<f32>(b0, b1, 1, 3, 5, 7);
        more = f32x4.gt(value, best);
        best = v128.bitselect(value, best, more);
        place = v128.bitselect(i32x4.add(i32x4.add(first, below), one), place, more);
        v128.store(outputs, best);
        v128.store(places, place);
        outputs += LANES;
        places += LANES;
        at += 2 * LANES;
        index += 8;
      }
      for (; column < across; column++) {
        let best = load<f32>(at);
        let place = index;
        let value = load<f32>(at, 4);
        if (value > best) {
          best = value;
          place = index + 1;
        }
        value = load<f32>(at + line);
        if (value > best) {
          best = value;
          place = index + width;
        }
        value = load<f32>(at + line, 4);
        if (value > best) {
          best = value;
          place = index + width + 1;
        }
        store<f32>(outputs, best);
        store<i32>(places, place);
        outputs += WORD;
        places += WORD;
        at += 2 * WORD;
        index += 2;
      }
    }
}
