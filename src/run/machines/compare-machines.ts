import { VERSION } from '../../../generated/version.ts';
import { splitAction } from '../../base/action-name.ts';
import type { Memory } from '../../base/budget.ts';
import { basename } from '../../base/files/path.ts';
import { drainInterruptibly, type Steps } from '../../base/steps.ts';
import type { Chip } from '../../config/chip.ts';
import { DEFAULT_MACHINE } from '../../config/default-machine.ts';
import type { Platform } from '../../config/platform/platform.ts';
import { byCategory, charge, type PriceMap, sumReports } from '../../energy/charge.ts';
import { type EnergyReport, memoryToArithmetic } from '../../energy/energy-report.ts';
import { areaIfKnown } from '../../energy/models/area.ts';
import { priceCounts } from '../../energy/price-actions.ts';
import { has, instances } from '../../machines/component.ts';
import { machineOf, multipliersOf } from '../../machines/index.ts';
import { categoriesOf } from '../../machines/known/known-components.ts';
import { generateLayer } from '../../network/generate.ts';
import type { Layer, Network } from '../../network/layer.ts';
import { layersShown } from '../../network/only-layer.ts';
import type { LayerCounts } from '../../simulate/layer-counts.ts';
import { totalBits } from '../../simulate/weights/stored-bits.ts';
import { microseconds } from '../counted.ts';
import { feedThroughGraph } from '../graph/feed-through-graph.ts';
import { warningsOfRun } from '../graph/layers-not-run.ts';
import { unchargedWarning } from '../graph/simulate-graph.ts';
import { groupWarnings } from '../group-warnings.ts';
import { CACHE_NAME } from '../language/cache-layer.ts';
import { layersAlone } from '../layers-alone.ts';
import type { LadderMachine } from '../load/load-ladder.ts';
import { type StoredLayer, storeLayers } from '../store-layers.ts';
import { batchOf, countBatch } from './count-batch.ts';
import type { CategoryEnergy, ComparedMachine, CrossoverCell, MachineRun, MachinesResult } from './machines-result.ts';
import { measuredRuns } from './measured-runs.ts';
import { type NetworkWork, networkWork } from './network-work.ts';

/** A machine on the common footing, and its prices. */
export type MachineOnFooting = Pick<LadderMachine, 'hardware' | 'table'>;

/** What a comparison is made of. */
export interface Comparison {
  readonly machines: readonly MachineOnFooting[];
  readonly network: Network;
  /** Inferences that run together. */
  readonly batches: readonly number[];
  /** null where each machine has its own number of multipliers. */
  readonly multipliers: number | null;
  readonly platforms?: readonly Platform[];
  /** Densities and batches of the crossover, on a layer of that size; left out: none is made. */
  readonly crossover?: {
    readonly rows: number;
    readonly columns: number;
    readonly densities: readonly number[];
    readonly batches: readonly number[];
    /** Left out: that of the network. */
    readonly activationDensity?: number;
  };
  readonly memory?: Memory;
}

/** Counts of a layer on a machine, of one batch. */
interface CountedBatch {
  readonly counts: LayerCounts;
  /** Products of a weight and an input that are both not zero. */
  readonly useful: number;
}

/** A network with one of the batches, and what that asks of every machine. */
interface BatchedNetwork {
  readonly network: Network;
  readonly batch: number;
  readonly work: NetworkWork;
}

/** compareMachineSteps, but Ctrl-C is heard: rejects once the signal is aborted. */
export async function compareMachinesInterruptibly(
  comparison: Comparison,
  signal: AbortSignal,
  onStep?: (name: string, done: number, of: number) => void,
): Promise<MachinesResult> {
  return drainInterruptibly(compareMachineSteps(comparison, onStep), signal);
}

/**
 * Runs a network on every machine with every batch, executed where it has a graph, else each layer by itself; and a generated layer over densities and batches. `onStep` hears of
 * each machine. Nothing here asks which machine it is.
 */
function* compareMachineSteps(
  { machines, network, batches, multipliers, platforms = [], crossover, memory }: Comparison,
  onStep: (name: string, done: number, of: number) => void = () => {},
): Steps<MachinesResult> {
  const warnings: MachineWarning[] = [];
  const compared: ComparedMachine[] = [];
  const batched: BatchedNetwork[] = [];
  for (const batch of batches) {
    const one = batchOf(network, batch);
    batched.push({ network: one, batch, work: yield* networkWork(one) });
  }
  const [{ work }] = batched;
  const steps = machines.length * (crossover === undefined ? 1 : 2);
  for (const machine of machines) {
    onStep(machine.hardware.name, compared.length, steps);
    yield;
    compared.push(yield* onMachine(machine, network, batched, memory, warnings));
  }
  const activationDensity = crossover?.activationDensity ?? work.activationDensity;
  const made = crossover && { ...crossover, activationDensity, seed: network.seed ?? 1 };
  const cells = made && (yield* crossoverCells(machines, made, memory, onStep));
  const [{ hardware }] = machines;
  const { name, file, seed } = network;
  const layers = layersShown(network);
  const hasCache = compared.some((one) => one.layers.some((layer) => layer.name === CACHE_NAME));
  return {
    schemaVersion: 1,
    kind: 'machines',
    tool: { name: 'picojoule', version: VERSION },
    same: {
      technologyNm: hardware.technologyNm,
      clockHz: hardware.clockHz,
      energyTable: basename(hardware.energy.tableFile),
      arithmetic: hardware.arithmetic,
      dramPart: hardware.dram.part,
      multipliers,
    },
    network: { name, file, seed, layers: layers.length, ...(layersAlone(network) && { layersAlone: true }) },
    batches,
    machines: compared,
    measured: platforms.flatMap((platform) => measuredRuns(platform, layers, batches)),
    ...(crossover &&
      cells && {
        crossover: {
          rows: crossover.rows,
          columns: crossover.columns,
          activationDensity,
          cells,
        },
      }),
    warnings: [
      ...(network.warnings ?? []),
      ...(network.graph === undefined ? [] : unchargedWarning(network.graph, hasCache)),
      ...toldOnce(warnings),
    ],
  };
}

interface MachineWarning {
  readonly machine: string;
  readonly warning: string;
}

/** What is said of several machines is told once, with their names. */
function toldOnce(warnings: readonly MachineWarning[]): string[] {
  const machines = new Map<string, string[]>();
  for (const { machine, warning } of warnings) machines.set(warning, [...(machines.get(warning) ?? []), machine]);
  return [...machines].map(([warning, names]) => `${names.join('; ')}: ${warning}`);
}

function* onMachine(
  machine: MachineOnFooting,
  network: Network,
  batched: readonly BatchedNetwork[],
  memory: Memory | undefined,
  warnings: MachineWarning[],
): Steps<ComparedMachine> {
  const { table } = machine;
  const hardware: Chip = machine.hardware;
  const { stored, warnings: fitted } = storeLayers(hardware, { ...network, warnings: [] }, memory, feedThroughGraph);
  const told = [...fitted];
  const counted: ReadonlyMap<string, CountedBatch>[] = [];
  for (const { network: one, work } of batched) {
    const { counts, warnings: counting } = yield* countBatch(hardware, one, stored);
    told.push(...counting);
    counted.push(
      new Map([...counts].map(([name, own]) => [name, { counts: own, useful: work.useful.get(name) ?? 0 }])),
    );
  }
  const shown = layersShown(network);
  const names = [...shown.map((layer) => layer.name), CACHE_NAME].filter((name) =>
    counted.some((batch) => batch.has(name)),
  );
  const all = counted.flatMap((layers) =>
    [...layers].map(([name, { counts }]) => ({ name, actionCounts: counts.actionCounts })),
  );
  const { byName, warnings: priced } = priceCounts(hardware, table, all);
  for (const warning of groupWarnings(warningsOfRun([...told, ...priced], shown, new Set(names)), names))
    warnings.push({ machine: hardware.name, warning });
  const runsOf = (chosen: readonly string[]) =>
    batched.map(({ batch }, b) => {
      const layers = chosen.flatMap((name) => counted[b].get(name) ?? []);
      return runOf(machine, byName, layers, batch);
    });
  const bound = machineOf(hardware).bound?.(hardware);
  const weights = shown.reduce((sum, layer) => sum + weightsOf(layer), 0);
  const held = stored.filter(({ layer }) => shown.some(({ name }) => name === layer.name));
  const kept = held.reduce((sum, { layer }) => sum + weightsOf(layer), 0);
  return {
    name: hardware.name,
    file: hardware.file,
    machine: hardware.machine ?? DEFAULT_MACHINE,
    ...(hardware.validation !== undefined && { validation: hardware.validation }),
    ...(bound !== undefined && { bound }),
    multipliers: multipliersOf(hardware),
    processingElements: hardware.processingElements,
    onChipBytes: onChipBytes(hardware),
    areaMm2: areaIfKnown(hardware)?.totalMm2 ?? null,
    storedBitsPerWeight: held.reduce((sum, one) => sum + bitsOf(one), 0) / weights,
    droppedWeights: 1 - kept / weights,
    runs: runsOf(names),
    layers: names.map((name) => ({ name, runs: runsOf([name]) })),
  };
}

function onChipBytes(hardware: Chip): number {
  return machineOf(hardware).components.reduce((sum, component) => {
    const { madeOf } = component;
    if (madeOf.kind !== 'sram' || !has(component, hardware)) return sum;
    return sum + madeOf.memory(hardware).capacityBytes * instances(component, hardware);
  }, 0);
}

function weightsOf({ matrix }: Layer): number {
  return matrix.columnStart[matrix.columns];
}

function bitsOf({ layer, made, hardware }: StoredLayer): number {
  return totalBits(machineOf(hardware).stored(layer, made, hardware));
}

/** Layers of one batch together; each number of one inference. */
function runOf(
  { hardware }: MachineOnFooting,
  prices: PriceMap,
  layers: readonly CountedBatch[],
  batch: number,
): MachineRun {
  const sum = (value: (counts: LayerCounts) => number) => layers.reduce((all, { counts }) => all + value(counts), 0);
  const cycles = sum((counts) => counts.cycles);
  const useful = layers.reduce((all, one) => all + one.useful, 0);
  const categories = categoriesOf(machineOf(hardware));
  const report = sumReports(layers.map(({ counts }) => charge(counts.actionCounts, prices, undefined, categories)));
  return {
    batch,
    timeUs: microseconds(cycles, hardware.clockHz) / batch,
    energyPj: energyOf(report, batch),
    memoryToArithmeticRatio: memoryToArithmetic(report),
    usefulWork: cycles === 0 ? 0 : useful / (cycles * multipliersOf(hardware)),
    dramBytes: sum(({ dram }) => (dram === undefined ? 0 : dram.chargedBytes)) / batch,
    sramBytes: sum((counts) => sramBytes(counts, hardware)) / batch,
  };
}

function energyOf(report: EnergyReport, batch: number): CategoryEnergy {
  return { total: report.total / batch, ...byCategory((category) => report[category] / batch) };
}

/** What memories on the chip read and write: every access is as wide as the memory; one that takes several banks moves as many words. */
function sramBytes({ actionCounts }: LayerCounts, hardware: MachineOnFooting['hardware']): number {
  let bits = 0;
  for (const [name, count] of Object.entries(actionCounts)) {
    const [component, action] = splitAction(name);
    const made = machineOf(hardware).components.find((one) => one.name === component)?.madeOf;
    if (made?.kind !== 'sram' || (action !== 'read' && action !== 'write')) continue;
    bits += count * made.memory(hardware).widthBits * (made.banksAtOnce?.[action] ?? 1);
  }
  return bits / 8;
}

type GeneratedLayers = Required<NonNullable<Comparison['crossover']>> & { readonly seed: number };

/** Layers of equal size on each machine: of each density one, with each batch. */
function* crossoverCells(
  machines: readonly MachineOnFooting[],
  { rows, columns, densities, batches, activationDensity, seed }: GeneratedLayers,
  memory: Memory | undefined,
  onStep: (name: string, done: number, of: number) => void,
): Steps<readonly CrossoverCell[]> {
  const alone = densities.map((weightDensity) => {
    const name = `density ${weightDensity}`;
    const layer = generateLayer({ name, rows, columns, weightDensity, activationDensity }, seed);
    return { name, file: name, seed, layers: [layer] };
  });
  const found = new Map<string, { timeUs: (number | null)[]; energyPj: (number | null)[] }>();
  for (const [m, machine] of machines.entries()) {
    onStep(`crossover, ${machine.hardware.name}`, machines.length + m, 2 * machines.length);
    const densest = machineOf(machine.hardware).densest?.(machine.hardware) ?? 1;
    for (const [d, weightDensity] of densities.entries()) {
      const [stored] = storeLayers(machine.hardware, alone[d], memory).stored;
      for (const batch of batches) {
        yield;
        const cell = found.get(`${weightDensity} ${batch}`) ?? { timeUs: [], energyPj: [] };
        found.set(`${weightDensity} ${batch}`, cell);
        const run = weightDensity > densest ? undefined : yield* runAlone(machine, stored, alone[d], batch);
        cell.timeUs.push(run?.timeUs ?? null);
        cell.energyPj.push(run?.energyPj.total ?? null);
      }
    }
  }
  return densities.flatMap((weightDensity) =>
    batches.map((batch) => ({ weightDensity, batch, ...found.get(`${weightDensity} ${batch}`)! })),
  );
}

function* runAlone(machine: MachineOnFooting, stored: StoredLayer, network: Network, batch: number): Steps<MachineRun> {
  const one = batchOf(network, batch);
  const { counts } = yield* countBatch(machine.hardware, one, [stored]);
  const { useful } = yield* networkWork(one);
  const [{ name }] = network.layers;
  const own = { counts: counts.get(name)!, useful: useful.get(name)! };
  const { byName } = priceCounts(machine.hardware, machine.table, [{ name, actionCounts: own.counts.actionCounts }]);
  return runOf(machine, byName, [own], batch);
}
