import { type Place, UserError } from '../../base/user-error.ts';
import {
  type DeviceType,
  GRID_CAPACITIES_BYTES,
  GRID_NODES_NM,
  GRID_WIDTHS_BITS,
  type SramGrid,
  type SramPoint,
  sramGrid,
} from './cacti-grid.ts';
import { type Bracket, bracketOf, logLog } from './interpolate.ts';

/** A point of the grid's space; widths and capacities need not be grid points. */
export interface BankShape {
  readonly device: DeviceType;
  readonly technologyNm: number;
  readonly capacityBytes: number;
  readonly widthBits: number;
}

/** Whether interpolation makes a guess between points: false at a grid point. */
export function isGridPoint(bank: BankShape): boolean {
  return (
    (GRID_NODES_NM as readonly number[]).includes(bank.technologyNm) &&
    GRID_CAPACITIES_BYTES.includes(bank.capacityBytes) &&
    GRID_WIDTHS_BITS.includes(bank.widthBits)
  );
}

/**
 * Figures of one SRAM bank inside the grid: bilinear in (log2 capacity, log2 width) of log value at a node of the grid, exact at its points
 * (CACTI's surface has steps of 15 to 40 %, which no smooth formula follows); log-log in the node between two nodes.
 * @throws UserError SRAM_NO_POINT where CACTI refused the corners that are needed.
 */
export function sramBank(bank: BankShape, place: Place = {}): SramPoint {
  const node = bracketOf(GRID_NODES_NM, bank.technologyNm);
  const low = bankAtNode(bank, node.low, place);
  if (node.fraction === 0) return low;
  const high = bankAtNode(bank, node.high, place);
  return mapFields((field) => logLog(bank.technologyNm, node.low, low[field], node.high, high[field]));
}

function bankAtNode(bank: BankShape, technologyNm: number, place: Place): SramPoint {
  const capacity = bracketOf(GRID_CAPACITIES_BYTES, bank.capacityBytes);
  const width = bracketOf(GRID_WIDTHS_BITS, bank.widthBits);
  const corners = weightedCorners(sramGrid(bank.device, technologyNm), capacity, width);
  if (corners === undefined) {
    const message = `CACTI has no array of ${bank.capacityBytes} bytes read ${bank.widthBits} bits at a time (it refuses fewer than 32 words of 256 bits or more)`;
    throw UserError.at(place, `${message}; take a larger capacity or a smaller width`, 'SRAM_NO_POINT');
  }
  if (corners.length === 1) return corners[0][0];
  return mapFields((field) =>
    Math.exp(corners.reduce((sum, [point, weight]) => sum + weight * Math.log(point[field]), 0)),
  );
}

type Weighted = readonly [SramPoint, number];

/**
 * Corners of a cell around the point, with their weights. One refused corner: the plane through the other three, exact along both edges that have
 * two corners. undefined: the point itself is refused, or fewer than three corners are left in every cell that it touches.
 */
function weightedCorners(grid: SramGrid, capacity: Bracket, width: Bracket): Weighted[] | undefined {
  if (capacity.fraction === 0 && width.fraction === 0) {
    const point = grid.point(capacity.low, width.low);
    return point === undefined ? undefined : [[point, 1]];
  }
  for (const c of sidesOf(GRID_CAPACITIES_BYTES, capacity))
    for (const w of sidesOf(GRID_WIDTHS_BITS, width)) {
      const corners = cornersOfCell(grid, c, w);
      if (corners !== undefined) return corners;
    }
  return undefined;
}

function cornersOfCell(grid: SramGrid, capacity: Bracket, width: Bracket): Weighted[] | undefined {
  const { fraction: u } = capacity;
  const { fraction: v } = width;
  const narrow = grid.point(capacity.low, width.low);
  const narrowLarge = grid.point(capacity.high, width.low);
  const wide = grid.point(capacity.low, width.high);
  const wideLarge = grid.point(capacity.high, width.high);
  const needed = present([
    [narrow, (1 - u) * (1 - v)],
    [narrowLarge, u * (1 - v)],
    [wide, (1 - u) * v],
    [wideLarge, u * v],
  ]);
  if (needed !== undefined) return needed;
  // CACTI refuses small arrays with wide words: it is always this corner that a cell may lack alone
  if (wide !== undefined || !narrow || !narrowLarge || !wideLarge) return undefined;
  return [
    [narrow, 1 - u],
    [narrowLarge, u - v],
    [wideLarge, v],
  ];
}

/** The bracket itself, or for a grid point the one above and the one below it: a point on an edge lies in both cells. */
function sidesOf(axis: readonly number[], bracket: Bracket): Bracket[] {
  if (bracket.fraction !== 0) return [bracket];
  const at = axis.indexOf(bracket.low);
  return [
    ...(at + 1 < axis.length ? [{ low: axis[at], high: axis[at + 1], fraction: 0 }] : []),
    ...(at > 0 ? [{ low: axis[at - 1], high: axis[at], fraction: 1 }] : []),
  ];
}

/** The corners that weigh something; undefined if one of them is missing. */
function present(corners: readonly (readonly [SramPoint | undefined, number])[]): Weighted[] | undefined {
  const found: Weighted[] = [];
  for (const [point, weight] of corners) {
    if (weight === 0) continue;
    if (point === undefined) return undefined;
    found.push([point, weight]);
  }
  return found;
}

function mapFields(value: (field: keyof SramPoint) => number): SramPoint {
  return {
    readPj: value('readPj'),
    writePj: value('writePj'),
    leakageMw: value('leakageMw'),
    gateLeakageMw: value('gateLeakageMw'),
    areaMm2: value('areaMm2'),
    accessTimeNs: value('accessTimeNs'),
  };
}
