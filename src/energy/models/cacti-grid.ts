import cactiSram from '../../../generated/energy/cacti-sram.csv.ts';
import { parseFigures } from './figures-file.ts';

export type DeviceType = 'hp' | 'lstp' | 'lop';

/** One SRAM bank as CACTI computed it: energy per access of widthBits, power and area of the bank. */
export interface SramPoint {
  readonly readPj: number;
  readonly writePj: number;
  readonly leakageMw: number;
  readonly gateLeakageMw: number;
  readonly areaMm2: number;
  readonly accessTimeNs: number;
}

/** The points of one device type at one node; a point that CACTI refused is absent. */
export interface SramGrid {
  readonly point: (capacityBytes: number, widthBits: number) => SramPoint | undefined;
}

/** Axes of the grid, ascending. */
export const GRID_NODES_NM = [22, 32, 45, 65, 90] as const;
export const GRID_CAPACITIES_BYTES: readonly number[] = Array.from({ length: 15 }, (_, k) => 512 * 2 ** k);
export const GRID_WIDTHS_BITS: readonly number[] = [16, 32, 64, 128, 256, 512];

export const GRID_SOURCE = 'CACTI 7.0 (HewlettPackard/cacti 1ffd8df, ED^2, Global_30 wires, 300 K)';

let grids: Map<string, Map<string, SramPoint>> | undefined;

/** configs/energy/cacti-sram.csv, read when first asked for. */
function loadGrids(): Map<string, Map<string, SramPoint>> {
  const loaded = new Map<string, Map<string, SramPoint>>();
  for (const row of parseFigures(cactiSram)) {
    const key = `${row.device} ${row.technologyNm}`;
    if (!loaded.has(key)) loaded.set(key, new Map());
    loaded.get(key)!.set(`${row.capacityBytes} ${row.widthBits}`, {
      readPj: Number(row.readPj),
      writePj: Number(row.writePj),
      leakageMw: Number(row.leakageMw),
      gateLeakageMw: Number(row.gateLeakageMw),
      areaMm2: Number(row.areaMm2),
      accessTimeNs: Number(row.accessTimeNs),
    });
  }
  return loaded;
}

/** The grid of a device type at one of GRID_NODES_NM. */
export function sramGrid(device: DeviceType, technologyNm: number): SramGrid {
  grids ??= loadGrids();
  const points = grids.get(`${device} ${technologyNm}`)!;
  return { point: (capacityBytes, widthBits) => points.get(`${capacityBytes} ${widthBits}`) };
}
