import { UserError } from '../../base/user-error.ts';
import type { DeviceType } from './cacti-grid.ts';

/**
 * How much more an SRAM leaks at 360 K than at 300 K: geometric middle of what CACTI gives over the grid
 * (x2.3 to 3.5 HP, x12 to 16 LSTP, x2.8 to 60 LOP, whatever the size; dynamic energy does not change).
 */
const LEAKAGE_AT_360_K: Readonly<Record<DeviceType, number>> = {
  hp: Math.sqrt(2.3 * 3.5),
  lstp: Math.sqrt(12 * 16),
  lop: Math.sqrt(2.8 * 60),
};

/** Temperature at which CACTI was asked. */
export const GRID_TEMPERATURE_K = 300;

/**
 * Factor on the leakage at 300 K: exponential in the temperature between 300 and 360 K.
 * @throws UserError RANGE outside, because nothing was computed there.
 */
export function leakageTemperatureFactor(device: DeviceType, temperatureK: number): number {
  if (!(temperatureK >= 300 && temperatureK <= 360))
    throw UserError.at(
      { path: 'temperature' },
      `expected a temperature from 300 to 360 K, found ${temperatureK} K`,
      'RANGE',
    );
  return LEAKAGE_AT_360_K[device] ** ((temperatureK - GRID_TEMPERATURE_K) / 60);
}
