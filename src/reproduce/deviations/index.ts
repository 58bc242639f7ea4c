import { d1 } from './d1.ts';
import { d2 } from './d2.ts';
import { d3 } from './d3.ts';
import { d4 } from './d4.ts';
import { d5 } from './d5.ts';
import { d6 } from './d6.ts';
import { d7 } from './d7.ts';
import { d8 } from './d8.ts';
import { d9 } from './d9.ts';
import { d10 } from './d10.ts';
import { d11 } from './d11.ts';
import { d12 } from './d12.ts';
import { d13 } from './d13.ts';
import { d14 } from './d14.ts';
import { d15 } from './d15.ts';
import { d16 } from './d16.ts';
import { d17 } from './d17.ts';
import { d18 } from './d18.ts';
import { d19 } from './d19.ts';
import type { Deviation } from './deviation.ts';

/** Every deviation, by its number. */
export const deviations: readonly Deviation[] = [
  d1,
  d2,
  d3,
  d4,
  d5,
  d6,
  d7,
  d8,
  d9,
  d10,
  d11,
  d12,
  d13,
  d14,
  d15,
  d16,
  d17,
  d18,
  d19,
];
