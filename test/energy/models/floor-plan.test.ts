import test from 'ava';
import { hTreeLengthMm } from '../../../src/energy/models/floor-plan.ts';

const reaches = test.macro({
  exec(t, leaves: number, sides: number) {
    t.true(Math.abs(hTreeLengthMm(leaves, 4) - 2 * sides) < 1e-12, String(hTreeLengthMm(leaves, 4) / 2));
  },
  title: (_, leaves: number, sides: number) => `an H-tree over ${leaves} tiles is ${sides} sides of the square long`,
});
test(reaches, 1, 0);
test(reaches, 2, 0.5);
test(reaches, 3, 1);
test(reaches, 4, 1.5);
test(reaches, 16, 4.5);
test(reaches, 64, 10.5);
