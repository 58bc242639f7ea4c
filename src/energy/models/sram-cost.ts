import type { Provenance } from '../energy-report.ts';
import {
  type DeviceType,
  GRID_CAPACITIES_BYTES,
  GRID_NODES_NM,
  GRID_SOURCE,
  GRID_WIDTHS_BITS,
  type SramPoint,
} from './cacti-grid.ts';
import { clampTo } from './interpolate.ts';
import { type BankShape, isGridPoint, sramBank } from './sram-bank.ts';
import { leakageTemperatureFactor } from './sram-temperature.ts';
import { energyScale, SCALING_SOURCE } from './technology-scaling.ts';

/** An SRAM of one or more equal banks. */
export interface SramShape {
  readonly device: DeviceType;
  readonly technologyNm: number;
  /** Total over the banks. */
  readonly capacityBytes: number;
  readonly widthBits: number;
  readonly banks: number;
  /** 300 where nothing else is said. */
  readonly temperatureK?: number;
}

/** readPj and writePj are of one bank; leakage and area of all banks. */
export interface SramCost extends SramPoint {
  readonly source: string;
  readonly provenance: Provenance;
  /** What was asked and what was taken, where the shape lies outside the grid. */
  readonly warnings: readonly string[];
}

/** The bank of a shape, as it is. */
export function bankOf(shape: SramShape): BankShape {
  const { device, technologyNm, widthBits } = shape;
  return { device, technologyNm, widthBits, capacityBytes: shape.capacityBytes / shape.banks };
}

/** The nearest bank that the grid spans. */
export function nearestBank(bank: BankShape): BankShape {
  return {
    device: bank.device,
    technologyNm: clampTo(GRID_NODES_NM, bank.technologyNm),
    capacityBytes: clampTo(GRID_CAPACITIES_BYTES, bank.capacityBytes),
    widthBits: clampTo(GRID_WIDTHS_BITS, bank.widthBits),
  };
}

/**
 * Cost of an SRAM. Outside the grid it is that of the nearest point, with a warning; a node below 22 nm scales the 22 nm energy (Stillmaker & Baas).
 * @throws UserError SRAM_NO_POINT where CACTI refused the array.
 */
export function sramCost(shape: SramShape): SramCost {
  const asked = bankOf(shape);
  const taken = nearestBank(asked);
  const bank = sramBank(taken);
  const scale = energyScale(taken.technologyNm, asked.technologyNm);
  const heat = leakageTemperatureFactor(shape.device, shape.temperatureK ?? 300);
  const where = `ITRS ${taken.device}, ${taken.technologyNm} nm, ${taken.capacityBytes} B x ${taken.widthBits} bit`;
  return {
    readPj: bank.readPj * scale,
    writePj: bank.writePj * scale,
    leakageMw: bank.leakageMw * shape.banks * heat,
    gateLeakageMw: bank.gateLeakageMw * shape.banks,
    areaMm2: bank.areaMm2 * shape.banks,
    accessTimeNs: bank.accessTimeNs,
    source: `${GRID_SOURCE}, ${where}${scale === 1 ? '' : `, scaled to ${asked.technologyNm} nm (${SCALING_SOURCE})`}`,
    provenance: scale !== 1 ? 'scaled' : isGridPoint(taken) ? 'measured' : 'interpolated',
    warnings: outsideWarnings(asked, taken),
  };
}

function outsideWarnings(asked: BankShape, taken: BankShape): string[] {
  const axes = [
    ['technology', asked.technologyNm, taken.technologyNm, 'nm', GRID_NODES_NM],
    ['capacity of a bank', asked.capacityBytes, taken.capacityBytes, 'bytes', GRID_CAPACITIES_BYTES],
    ['width', asked.widthBits, taken.widthBits, 'bits', GRID_WIDTHS_BITS],
  ] as const;
  return axes
    .filter(([, wanted, found]) => wanted !== found)
    .map(
      ([name, wanted, found, unit, axis]) =>
        `${name} ${wanted} ${unit} lies outside the SRAM grid (${axis[0]} to ${axis.at(-1)} ${unit}); priced as ${found} ${unit}`,
    );
}
