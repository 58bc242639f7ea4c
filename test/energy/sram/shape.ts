import type { DeviceType } from '../../../src/energy/sram/arrays.ts';
import type { Objective } from '../../../src/energy/sram/objective.ts';
import type { SramShape } from '../../../src/energy/sram/sram-cost.ts';

/** EIE's sparse-matrix memory with CACTI's own choice of array. */
export const SHAPE: SramShape = {
  device: 'lstp',
  technologyNm: 45,
  capacityBytes: 131072,
  widthBits: 64,
  banks: 1,
  ports: '1rw',
  objective: { name: 'ed2' },
  rule: 'silicon',
  temperatureK: 300,
};

export const EIE_CLOCK: Objective = { name: 'clock', periodNs: 1.25 };

export const DEVICES: readonly DeviceType[] = ['hp', 'lstp', 'lop'];

/** The device type of that name in a file. */
export function deviceNamed(name: string): DeviceType {
  const device = DEVICES.find((known) => known === name);
  if (device === undefined) throw new Error(`device ${name}`);
  return device;
}

/** The value below which that share of the values lies (nearest rank). */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
}
