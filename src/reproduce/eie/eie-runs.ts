import { memo, once } from '../../base/memo.ts';
import { UserError } from '../../base/user-error.ts';
import type { EnergyTable } from '../../config/energy/energy-table.ts';
import type { Platform } from '../../config/platform/platform.ts';
import { charge } from '../../energy/charge.ts';
import type { EnergyReport } from '../../energy/energy-report.ts';
import { priceCounts } from '../../energy/price-actions.ts';
import type { Eie } from '../../machines/eie/hardware.ts';
import type { Network } from '../../network/layer.ts';
import { memory } from '../../node/memory.ts';
import { loadEnergyTable, loadHardware } from '../../node/read-configs.ts';
import { loadLadder, loadNetwork } from '../../node/read-networks.ts';
import { TABLE_3 } from '../../papers/eie.ts';
import { runLadder } from '../../run/ladder/ladder.ts';
import type { LadderResult } from '../../run/ladder/ladder-result.ts';
import type { RunResult } from '../../run/result.ts';
import { runNetworkInterruptibly } from '../../run/run-network.ts';
import { loadCheckedSweep } from '../../sweep/plan/load-checked-sweep.ts';
import { runSweep } from '../../sweep/run-sweep.ts';
import type { SweepResult } from '../../sweep/sweep-result.ts';
import { cards } from '../cards.ts';
import type { Asked } from '../paper-document.ts';
import { AUTHORS_COUNTS, AUTHORS_CYCLES } from './authors-layer.ts';

/** A machine with its prices. */
export interface PricedMachine {
  readonly hardware: Eie;
  readonly table: EnergyTable;
}

/** What was counted of a layer: enough for its time and its energy. */
export interface CountedLayer {
  readonly name: string;
  readonly cycles: number;
  readonly actionCounts: Readonly<Record<string, number>>;
}

/** What the sections of the EIE document share: each is run once, when the first section asks for it. */
export interface EieRuns {
  readonly asked: Asked;
  /** As the tool takes it by default: the cheapest arrays that fit the clock. */
  readonly machine: () => Promise<PricedMachine>;
  /** The same with CACTI's own pick of every array. */
  readonly ed2: () => Promise<PricedMachine>;
  /** Sizes and densities of Table III, filled evenly. */
  readonly even: () => Promise<RunResult>;
  /** The work that Table IV's theoretical times give, as unevenly filled as the authors' layer. */
  readonly worked: () => Promise<RunResult>;
  /** The layers of the authors that are at hand: by name. */
  readonly real: () => Promise<RealLayers>;
  readonly sweep: (name: string) => Promise<SweepResult>;
  readonly ladder: () => Promise<LadderResult>;
  readonly platforms: () => Promise<readonly Platform[]>;
}

/** Layers of the authors, and where they come from. */
export interface RealLayers {
  readonly layers: readonly CountedLayer[];
  readonly note: string;
}

/** Objectives of all memories of an EIE. */
const ED2 = ['sparseMatrix', 'pointers', 'activations'].map((name) => `memories.${name}.objective=ed2`);

/** The runs of a document, none of them started. */
export function eieRuns(asked: Asked): EieRuns {
  const { set, hardware: file = 'eie-64pe' } = asked;
  const machine = once(() => machineOf(file, set));
  const ed2 = once(() => machineOf(file, [...set, ...ED2]));
  const sweeps = memo<SweepResult>();
  const run = (network: string) => once(async () => ran(await machine(), await loadNetwork(network), asked));
  return {
    asked,
    machine,
    ed2,
    even: run('eie-benchmark'),
    worked: run('eie-benchmark-table4'),
    real: once(async () => realLayers(await machine(), asked)),
    sweep: (name) => sweeps.get(name, () => swept(name, asked)),
    ladder: once(async () => {
      const machines = await loadLadder(set);
      return runLadder(machines, await loadNetwork('eie-benchmark'), () => {}, { memory: memory() });
    }),
    platforms: once(cards),
  };
}

async function machineOf(file: string, set: readonly string[]): Promise<PricedMachine> {
  const hardware = await loadHardware(file, { set });
  const { machine = 'eie' } = hardware;
  if (machine !== 'eie')
    throw UserError.at({ file: hardware.file, path: 'machine' }, `expected an eie, found ${machine}`, 'KIND');
  return { hardware: hardware as Eie, table: await loadEnergyTable(hardware.energy.tableFile) };
}

const never = new AbortController().signal;

async function ran({ hardware, table }: PricedMachine, network: Network, asked: Asked): Promise<RunResult> {
  const result = await runNetworkInterruptibly(hardware, network, table, {
    memory: memory(),
    signal: asked.signal ?? never,
  });
  asked.warn(result.warnings);
  return result;
}

/** A built-in sweep on the machine of the document. */
async function swept(name: string, { set, hardware, signal }: Asked): Promise<SweepResult> {
  const config = await loadCheckedSweep(name);
  const changed = { ...config, ...(hardware !== undefined && { hardware }), set: [...config.set, ...set] };
  // in this thread: a worker takes longer to start than these points
  const { result } = await runSweep(changed, { jobs: 0, ...(signal && { signal }) });
  signal?.throwIfAborted();
  const failed = result!.points.find(({ error }) => error !== undefined);
  if (failed !== undefined) throw UserError.at({ file: `${name}.yaml` }, failed.error!, 'SWEEP_POINT');
  return result!;
}

/** Energy of counted actions on a machine. */
export function energyOf({ hardware, table }: PricedMachine, { name, actionCounts }: CountedLayer): EnergyReport {
  return charge(actionCounts, priceCounts(hardware, table, [{ name, actionCounts }]).byName);
}

/** Whether a machine counts what the EIE of the paper counts: it may differ in what actions cost, and in nothing else. */
async function countsLikeEie(hardware: Eie): Promise<boolean> {
  const counted = ({ energy: _energy, name: _name, file: _file, memories, ...rest }: Eie) =>
    JSON.stringify({
      ...rest,
      memories: Object.values(memories).map(({ widthBits }) => widthBits),
      temperatureK: 0,
    });
  return counted(hardware) === counted((await loadHardware('eie-64pe')) as Eie);
}

const AUTHORS = 'AlexNet fc8, the one layer that the authors published (github RalphMao/EIE-simulator)';

/** Alex-6, 7 and 8 with the weights of the authors' compressed AlexNet; their inputs are drawn with the densities of Table III. */
async function alexnetLayers(machine: PricedMachine, asked: Asked): Promise<CountedLayer[]> {
  const { alexnet } = asked.files;
  if (alexnet === undefined) return [];
  const layers: CountedLayer[] = [];
  for (const [name, layer] of [
    ['Alex-6', 'fc6'],
    ['Alex-7', 'fc7'],
    ['Alex-8', 'fc8'],
  ] as const) {
    const { prototxt, file } = alexnet;
    const activationDensity = TABLE_3[name].activations;
    const network = await loadNetwork(file, { prototxt, layer, layersAlone: true, activationDensity, seed: 1 });
    const [{ cycles, actionCounts }] = (await ran(machine, network, asked)).layers;
    layers.push({ name, cycles, actionCounts });
  }
  return layers;
}

/** The layers of the authors that are at hand. */
async function realLayers(machine: PricedMachine, asked: Asked): Promise<RealLayers> {
  const [dumped, compressed] = [await dumpedLayer(machine, asked), await alexnetLayers(machine, asked)];
  // weights and input of the dump are both the authors'
  const others = compressed.filter(({ name }) => !dumped.layers.some((layer) => layer.name === name));
  const note =
    compressed.length === 0
      ? dumped.note
      : `${dumped.note} Of the file of --alexnet come the weights of ${others.map(({ name }) => name).join(', ')}, with inputs drawn with the densities of Table III.`;
  return { layers: [...others, ...dumped.layers], note };
}

async function dumpedLayer(machine: PricedMachine, asked: Asked): Promise<RealLayers> {
  const { fc8 } = asked.files;
  if (fc8 !== undefined) {
    const { layers } = await ran(machine, await loadNetwork(fc8), asked);
    const [{ cycles, actionCounts }] = layers;
    return { layers: [{ name: 'Alex-8', cycles, actionCounts }], note: `${AUTHORS}, simulated from the folder given.` };
  }
  if (await countsLikeEie(machine.hardware))
    return {
      layers: [{ name: 'Alex-8', cycles: AUTHORS_CYCLES, actionCounts: AUTHORS_COUNTS }],
      note: `${AUTHORS}. It is not part of this package; what the simulation counts in it is, and is priced here. With --fc8 FOLDER it is simulated.`,
    };
  return {
    layers: [],
    note: `${AUTHORS}, is not part of this package, and what was counted in it holds for another machine than this one: --fc8 FOLDER has it simulated.`,
  };
}
