import type { Place } from '../../base/user-error.ts';
import type { Provenance } from '../energy-report.ts';
import { roundPrice } from '../round-price.ts';
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
import { GRID_TEMPERATURE_K, leakageTemperatureFactor } from './sram-temperature.ts';
import { areaScale, energyScale, scalingRule } from './technology-scaling.ts';

/** An SRAM of one or more equal banks. */
export interface SramShape {
  readonly device: DeviceType;
  readonly technologyNm: number;
  /** Total over the banks. */
  readonly capacityBytes: number;
  readonly widthBits: number;
  readonly banks: number;
  /** 300 to 360; leakage follows it. */
  readonly temperatureK: number;
}

/** readPj and writePj are of one bank; leakage and area of all banks. */
export interface SramCost extends Omit<SramPoint, 'gateLeakageMw'> {
  readonly source: string;
  /** What is to be added to the source where it is about leakage. */
  readonly leakageRemark: string;
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
 * Cost of an SRAM. Outside the grid it is that of the nearest point, with a warning; energy and area of a node beyond 22 to 90 nm are scaled from there.
 * `place`: where an array that CACTI refused was asked for.
 * @throws UserError SRAM_NO_POINT where CACTI refused the array, RANGE for a node or a temperature too far from the grid's.
 */
export function sramCost(shape: SramShape, place: Place = {}): SramCost {
  const asked = bankOf(shape);
  const taken = nearestBank(asked);
  const bank = sramBank(taken, place);
  const energy = energyScale(taken.technologyNm, asked.technologyNm);
  const area = areaScale(taken.technologyNm, asked.technologyNm);
  const heat = leakageTemperatureFactor(shape.device, shape.temperatureK);
  return {
    readPj: bank.readPj * energy,
    writePj: bank.writePj * energy,
    leakageMw: bank.leakageMw * shape.banks * heat,
    areaMm2: bank.areaMm2 * shape.banks * area,
    accessTimeNs: bank.accessTimeNs,
    source: sourceOf(asked, taken),
    leakageRemark: leakageRemark(shape, bank),
    provenance: provenanceOf(asked, taken),
    warnings: outsideWarnings(asked, taken),
  };
}

function provenanceOf(asked: BankShape, taken: BankShape): Provenance {
  if (asked.capacityBytes !== taken.capacityBytes || asked.widthBits !== taken.widthBits) return 'assumed';
  if (asked.technologyNm !== taken.technologyNm) return 'scaled';
  return isGridPoint(taken) ? 'measured' : 'interpolated';
}

function sourceOf(asked: BankShape, taken: BankShape): string {
  const where = `ITRS ${taken.device}, ${taken.technologyNm} nm, ${taken.capacityBytes} B x ${taken.widthBits} bit`;
  const node =
    asked.technologyNm === taken.technologyNm
      ? ''
      : `, scaled to ${asked.technologyNm} nm (${scalingRule(asked.technologyNm)})`;
  return `${GRID_SOURCE}, ${where}${node}`;
}

function leakageRemark({ temperatureK, banks }: SramShape, bank: SramPoint): string {
  const heat = temperatureK === GRID_TEMPERATURE_K ? '' : ` brought to ${temperatureK} K`;
  return `leakage${heat} without gate leakage (${roundPrice(bank.gateLeakageMw * banks)} mW)`;
}

/** What of a bank lies outside the grid, and what is taken in its place. */
export function outsideWarnings(asked: BankShape, taken: BankShape): string[] {
  const axes = [
    ['technology', asked.technologyNm, taken.technologyNm, 'nm', GRID_NODES_NM],
    ['capacity of a bank', asked.capacityBytes, taken.capacityBytes, 'bytes', GRID_CAPACITIES_BYTES],
    ['width', asked.widthBits, taken.widthBits, 'bits', GRID_WIDTHS_BITS],
  ] as const;
  return axes
    .filter(([, wanted, found]) => wanted !== found)
    .map(([name, wanted, found, unit, axis]) => {
      const outside = `${name} ${wanted} ${unit} lies outside the SRAM grid (${axis[0]} to ${axis.at(-1)} ${unit})`;
      return unit === 'nm'
        ? `${outside}; energy and area scaled from ${found} nm by ${scalingRule(wanted)}, leakage and access time as there`
        : `${outside}; priced as ${found} ${unit}`;
    });
}
