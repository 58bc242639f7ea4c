import { UserError } from '../../base/user-error.ts';
import { bracketOf, clampTo, logLog } from '../models/interpolate.ts';
import { CACTI_NODES_NM, type DeviceType } from './arrays.ts';

/** Temperature at which CACTI computed the arrays, and the last of the table below; its steps are 10 K. */
export const ARRAY_TEMPERATURE_K = 300;
const HOTTEST_K = 400;
const STEP_K = 10;

/**
 * Leakage at 300, 310, ... 400 K over that at 300 K, by device type and node (CACTI 7.0, 128 KiB x 64; it is the same for every size). null: CACTI breaks
 * there (22 nm lstp at 360 K and 90 nm lop from 350 to 370 K lie several times off their neighbours), bridged between its neighbours.
 */
const LEAKAGE: Readonly<Record<DeviceType, Readonly<Record<number, readonly (number | null)[]>>>> = {
  hp: {
    22: [1, 1.02, 1.046, 1.105, 1.25, 1.77, 3.5, 6.711, 10.66, 17.96, 40.13],
    32: [1, 1.02, 1.046, 1.105, 1.25, 1.77, 3.5, 6.711, 10.66, 17.96, 40.13],
    45: [1, 1.171, 1.361, 1.568, 1.793, 2.032, 2.293, 2.571, 2.868, 3.182, 3.514],
    65: [1, 1.168, 1.357, 1.556, 1.781, 2.015, 2.27, 2.536, 2.796, 3.031, 3.214],
    90: [1, 1.238, 1.512, 1.827, 2.185, 2.586, 3.031, 3.519, 3.981, 4.414, 4.753],
  },
  lop: {
    22: [1, 1.985, 3.924, 7.786, 15.42, 30.46, 60.38, 83.21, 159.5, 308.4, 342],
    32: [1, 1.217, 1.465, 1.751, 2.054, 2.407, 2.778, 3.199, 3.62, 4.024, 4.428],
    45: [1, 1.246, 1.533, 1.864, 2.243, 2.68, 3.151, 3.648, 4.119, 4.566, 5.037],
    65: [1, 1.324, 1.724, 2.204, 2.796, 3.49, 4.265, 5.061, 5.796, 6.388, 6.98],
    90: [1, 1.355, 1.808, 2.369, 3.056, null, null, null, 6.355, 7.103, 8.084],
  },
  lstp: {
    22: [1, 1.996, 3.984, 7.984, 15.93, 31.81, null, 127.2, 254.7, 510.3, 1021],
    32: [1, 1.602, 2.5, 3.801, 5.631, 8.204, 11.65, 16.21, 22.04, 28.93, 36.12],
    45: [1, 1.634, 2.594, 4.02, 6.059, 8.931, 12.87, 18.12, 24.85, 32.57, 40.59],
    65: [1, 1.634, 2.588, 3.991, 6.009, 8.827, 12.61, 17.43, 23.03, 28.73, 35.2],
    90: [1, 1.694, 2.783, 4.448, 6.904, 10.46, 15.52, 22.49, 31.85, 44.48, 60.5],
  },
};

/** Gate leakage does not follow the temperature in CACTI, but for 45 nm lop. */
const GATE_LEAKAGE_45_LOP = [1, 1.238, 1.512, 1.827, 2.185, 2.586, 3.031, 3.519, 3.981, 4.414, 4.753];

/** Factors on the leakage at 300 K. */
export interface Heat {
  readonly leakage: number;
  readonly gateLeakage: number;
}

/**
 * How much more an SRAM leaks at a temperature of 300 to 400 K than at 300 K: exponential between the table's steps, log-log between its nodes, beyond them
 * as at the nearest.
 * @throws UserError RANGE outside.
 */
export function heatOf(device: DeviceType, technologyNm: number, temperatureK: number): Heat {
  if (!(temperatureK >= ARRAY_TEMPERATURE_K && temperatureK <= HOTTEST_K))
    throw UserError.at(
      { path: 'temperature' },
      `expected a temperature from ${ARRAY_TEMPERATURE_K} to ${HOTTEST_K} K, found ${temperatureK} K`,
      'RANGE',
    );
  const { low, high } = bracketOf(CACTI_NODES_NM, clampTo(CACTI_NODES_NM, technologyNm));
  const at = (nm: number): number => atTemperature(LEAKAGE[device][nm], temperatureK);
  return {
    leakage: logLog(clampTo(CACTI_NODES_NM, technologyNm), low, at(low), high, at(high)),
    gateLeakage: device === 'lop' && technologyNm === 45 ? atTemperature(GATE_LEAKAGE_45_LOP, temperatureK) : 1,
  };
}

/** Exponential between the known temperatures beside it. */
function atTemperature(factors: readonly (number | null)[], temperatureK: number): number {
  const place = (temperatureK - ARRAY_TEMPERATURE_K) / STEP_K;
  let below = Math.floor(place);
  while (factors[below] === null) below--;
  let above = Math.ceil(place);
  while (factors[above] === null) above++;
  const [low, high] = [factors[below]!, factors[above]!];
  return below === above ? low : low * (high / low) ** ((place - below) / (above - below));
}
