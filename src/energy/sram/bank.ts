import { keptUpTo, onceEach } from '../../base/memo.ts';
import { type Place, UserError } from '../../base/user-error.ts';
import {
  arrayOf,
  CAPACITY_BYTES,
  type Corner,
  type DeviceType,
  LEAST_WORDS,
  type SramArray,
  WIDTH_BITS,
} from './arrays.ts';
import { type NodeRule, type NodeScale, type NodeTable, type SramNode, sramNode } from './node.ts';
import { choose, type Objective } from './objective.ts';
import { type OrderedPlane, ordered, orderedAt } from './ordered.ts';
import { type Plane, planeOf } from './plane.ts';
import { refined } from './refined.ts';

/** One bank and which of its arrays is meant. */
export interface BankShape {
  readonly device: DeviceType;
  readonly technologyNm: number;
  readonly capacityBytes: number;
  readonly widthBits: number;
  readonly objective: Objective;
  readonly rule: NodeRule;
}

/** A bank's figures and how they came about. */
export interface Bank {
  readonly array: SramArray;
  readonly node: SramNode;
  /** Neither capacity nor width lies between those that CACTI computed. */
  readonly isComputed: boolean;
}

/**
 * Figures of one SRAM bank: the arrays that the objective takes, interpolated over words and width (exact where CACTI computed them, unless a larger or wider
 * memory is cheaper), log-log between nodes.
 * @throws UserError SRAM_RANGE for a bank outside what CACTI computed; it names the range.
 */
export function sramBank(bank: BankShape, place: Place = {}): Bank {
  const { device, technologyNm, capacityBytes, widthBits, rule } = bank;
  const node = sramNode(device, technologyNm, rule);
  const [words, width] = [Math.log2((capacityBytes * 8) / widthBits), Math.log2(widthBits)];
  const arrays = node.tables.map((table) => orderedAt(planeFor(bank, table), words, width));
  const found = arrays.filter((array) => array !== undefined);
  if (found.length < arrays.length || !isInside(bank)) throw outside(bank, place);
  const isComputed = Number.isInteger(words) && Number.isInteger(width);
  return { array: found.length === 1 ? found[0] : between(found, node.tables), node, isComputed };
}

function isInside({ capacityBytes, widthBits }: BankShape): boolean {
  const { from, to } = CAPACITY_BYTES;
  return capacityBytes >= from && capacityBytes <= to && widthBits >= WIDTH_BITS.from && widthBits <= WIDTH_BITS.to;
}

function outside({ capacityBytes, widthBits }: BankShape, place: Place): UserError {
  const { from, to } = CAPACITY_BYTES;
  return UserError.at(
    place,
    `no SRAM figure for a bank of ${capacityBytes} bytes x ${widthBits} bit (CACTI was asked for ${from} bytes to ${to / 2 ** 20} MiB a bank, ` +
      `${WIDTH_BITS.from} to ${WIDTH_BITS.to} bit wide, ${LEAST_WORDS} words or more)`,
    'SRAM_RANGE',
  );
}

/** Planes of a table that are remembered: a sweep over the clock has another for every point. */
const PLANES_KEPT = 64;

/** Planes by device, node, rule and objective, for the table that they are made of. */
const planes = new WeakMap<NodeTable['table'], Map<string, OrderedPlane>>();

function planeFor({ technologyNm, rule, objective }: BankShape, nodeTable: NodeTable): OrderedPlane {
  const key = `${technologyNm} ${rule} ${objective.name} ${objective.name === 'clock' ? objective.periodNs : ''}`;
  const known = planes.get(nodeTable.table) ?? new Map<string, OrderedPlane>();
  planes.set(nodeTable.table, known);
  return keptUpTo(PLANES_KEPT, known, key, () => newPlane(objective, nodeTable));
}

function newPlane(objective: Objective, { table, scale }: NodeTable): OrderedPlane {
  // what fits the clock at the node fits as much more time in the table as it is slower there
  const taken = objective.name === 'clock' ? { ...objective, periodNs: objective.periodNs / scale.time } : objective;
  const { corners } = table;
  const array = onceEach((place) => brought(choose(table.at(corners[place])!, taken), corners[place], scale));
  const between = (): Plane => {
    const plane = planeOf(corners.map((corner, place) => [corner, array(place)]));
    return refined(plane, table, taken);
  };
  return ordered(between, corners, array);
}

/** An array of a table, brought to the node. */
function brought(array: SramArray, corner: Corner, scale: NodeScale): SramArray {
  const capacityBytes = 2 ** (corner.words + corner.width - 3);
  const energy = scale.energy(capacityBytes);
  return {
    cycleNs: array.cycleNs * scale.time,
    accessNs: array.accessNs * scale.time,
    readPj: array.readPj * energy,
    writePj: array.writePj * energy,
    leakageMw: array.leakageMw * scale.leakage,
    gateLeakageMw: array.gateLeakageMw * scale.gateLeakage,
    areaMm2: scale.areaMm2(array.areaMm2, capacityBytes),
  };
}

/** Log-log between the tables of two nodes. */
function between(arrays: readonly SramArray[], tables: readonly NodeTable[]): SramArray {
  return arrayOf((field) =>
    Math.exp(arrays.reduce((sum, array, k) => sum + tables[k].weight * Math.log(array[field]), 0)),
  );
}
