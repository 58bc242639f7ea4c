import type { Place } from '../../base/user-error.ts';
import type { Provenance } from '../energy-report.ts';
import { roundPrice } from '../round-price.ts';
import { CACTI_SOURCE, type DeviceType } from './arrays.ts';
import { type Bank, type BankShape, sramBank } from './bank.ts';
import { type BankTree, bankTree } from './bank-tree.ts';
import type { NodeRule } from './node.ts';
import { OBJECTIVE_WORDS, type Objective } from './objective.ts';
import { PORT_FACTORS, type PortFactors, type Ports } from './ports.ts';
import { ARRAY_TEMPERATURE_K, heatOf } from './temperature.ts';

/** An SRAM of one or more equal banks. */
export interface SramShape {
  readonly device: DeviceType;
  readonly technologyNm: number;
  /** Total over the banks. */
  readonly capacityBytes: number;
  readonly widthBits: number;
  readonly banks: number;
  readonly ports: Ports;
  readonly objective: Objective;
  readonly rule: NodeRule;
  /** 300 to 400; leakage follows it. */
  readonly temperatureK: number;
}

/** Energy of an access to one bank with the way there; leakage (gate leakage with it) and area of all banks; times of one access. */
export interface SramCost {
  readonly readPj: number;
  readonly writePj: number;
  readonly leakageMw: number;
  readonly areaMm2: number;
  readonly accessTimeNs: number;
  readonly cycleTimeNs: number;
  readonly source: string;
  /** What is to be added to the source where it is about leakage. */
  readonly leakageRemark: string;
  readonly provenance: Provenance;
  /** How it came to its node, and which array it is. */
  readonly rule: string;
}

/**
 * Cost of an SRAM.
 * @throws UserError SRAM_RANGE outside what CACTI computed, RANGE for a node or a temperature to which nothing can be brought.
 */
export function sramCost(shape: SramShape, place: Place = {}): SramCost {
  const { device, technologyNm, banks } = shape;
  const factors = PORT_FACTORS[shape.ports];
  const bank = sramBank(bankOf(shape, factors), place);
  const { array } = bank;
  const tree = bankTree(shape);
  const heat = heatOf(device, technologyNm, shape.temperatureK);
  const treePj = tree.energyPj * factors.tree;
  const leakageMw = array.leakageMw * heat.leakage * factors.leakage * banks;
  const gateLeakageMw = array.gateLeakageMw * heat.gateLeakage * factors.gateLeakage * banks;
  return {
    readPj: array.readPj * factors.array + treePj,
    writePj: array.writePj * factors.array + treePj,
    leakageMw: leakageMw + gateLeakageMw,
    areaMm2: (array.areaMm2 * banks + tree.areaMm2) * factors.area,
    accessTimeNs: (array.accessNs + tree.delayNs) * factors.time,
    cycleTimeNs: array.cycleNs * factors.time,
    source: sourceOf(shape, bank, tree),
    leakageRemark: leakageRemark(shape, gateLeakageMw),
    provenance: provenanceOf(bank, shape),
    rule: `${bank.node.ruleName}, ${shape.objective.name}`,
  };
}

/** A bank by itself; the clock leaves it what the ports do not take. */
function bankOf({ objective, banks, capacityBytes, ...shape }: SramShape, { time }: PortFactors): BankShape {
  const own = objective.name === 'clock' ? { ...objective, periodNs: objective.periodNs / time } : objective;
  return { ...shape, capacityBytes: capacityBytes / banks, objective: own };
}

function provenanceOf({ node, isComputed }: Bank, { banks, ports }: SramShape): Provenance {
  if (node.isScaled) return 'scaled';
  return isComputed && !node.isBetween && banks === 1 && ports === '1rw' ? 'modelled' : 'interpolated';
}

function sourceOf(shape: SramShape, { node }: Bank, tree: BankTree): string {
  const { capacityBytes, banks, widthBits, device, objective, ports } = shape;
  const each = banks === 1 ? '' : ` in each of ${banks} banks, ${tree.lengthMm.toPrecision(2)} mm of wires to a bank`;
  const array = `${OBJECTIVE_WORDS[objective.name]}${objective.name === 'clock' ? ` (${roundPrice(objective.periodNs)} ns)` : ''}`;
  const port = ports === '1rw' ? '' : `, ports ${ports}`;
  return `${CACTI_SOURCE}, ITRS ${device}, ${capacityBytes / banks} B x ${widthBits} bit${each}${port}: ${array}; ${node.rule}`;
}

function leakageRemark({ temperatureK }: SramShape, gateLeakageMw: number): string {
  const heat = temperatureK === ARRAY_TEMPERATURE_K ? '' : `, brought to ${temperatureK} K`;
  return `leakage with gate leakage (${roundPrice(gateLeakageMw)} mW)${heat}`;
}

/**
 * A memory that is to take an access in every clock period must be able to begin one in every period. How long an access lasts is another matter: it may be
 * pipelined.
 */
export function slowCycleWarning(cycleTimeNs: number, clockHz: number): string[] {
  const periodNs = 1e9 / clockHz;
  if (cycleTimeNs <= periodNs) return [];
  return [
    `an access can begin every ${cycleTimeNs.toFixed(2)} ns, not in every clock period of ${periodNs.toFixed(2)} ns`,
  ];
}
