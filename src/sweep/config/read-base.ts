import { dirname } from 'node:path';
import { type Fault, faultsOf, type Place, UserError } from '../../base/user-error.ts';
import type { Chip } from '../../config/chip.ts';
import { type ConfigTree, placeOf } from '../../config/yaml/config-tree.ts';
import { type Origins, originText } from '../../config/yaml/origins.ts';
import { hardwareOrigins } from '../../machines/load-hardware.ts';
import { findConfig, loadNetworkConfig } from '../../node/read-configs.ts';
import { isRecipeKey, lacksRecipe } from './axis-kinds.ts';
import type { LayerOrigins } from './no-effect.ts';
import { machineAxis } from './read-axes.ts';
import type { AxisValue, SweepAxis, SweptRecipe } from './sweep.ts';
import type { SweepData } from './sweep-schema.ts';
import { MACHINE_AXIS, type SweptMachine, sweptMachine } from './swept-machines.ts';

/** What the axes of a sweep change: paths of the base machine and network, and what is known of them before the first point. */
export interface SweepBase {
  readonly paths: { readonly hardware: string; readonly network: string };
  readonly training: SweptRecipe | null;
  readonly set: readonly string[];
  readonly origins: Origins;
  /** The base machine, or those of the axis `machine` that can be read. */
  readonly machines: readonly SweptMachine[];
  /** That axis, where the sweep has it. */
  readonly axis?: SweepAxis;
  readonly layers: LayerOrigins;
}

/** The machines and the network of a sweep; they may lie beside its file. Throws a UserError where the base machine, or every machine, is wrong. */
export async function readBase(data: SweepData, tree: ConfigTree, file: string): Promise<SweepBase> {
  const folder = dirname(file);
  const sets = Object.entries(data.set).map(([key, value]) => `${key}=${value}`);
  const set = sets.filter((change) => !isRecipeKey(change));
  const training = recipeOf(data, tree, folder, sets.filter(isRecipeKey));
  const network = training?.file ?? findConfig(data.network, 'networks', folder, placeOf(tree, ['network'])).file;
  const { machines, axis, hardware } = await readMachines({ data, tree, folder, set });
  const [{ source, set: changes, hardware: machine }] = machines;
  const origins = Object.entries(hardwareOrigins(source, { set: changes })).map(([key, origin]) => [
    key,
    origin === SET ? originText(setPlace(asSet(key, machine), data, tree)) : origin,
  ]);
  return {
    paths: { hardware, network },
    set,
    origins: Object.fromEntries(origins) as Origins,
    machines,
    ...(axis && { axis }),
    training,
    layers: training === null ? await layerOrigins(network) : { generated: false, imported: false },
  };
}

/** The recipe of a sweep that trains. Throws a UserError where a network stands beside it, and where it is changed and there is none. */
function recipeOf(data: SweepData, tree: ConfigTree, folder: string, set: readonly string[]): SweptRecipe | null {
  if (data.training === undefined) {
    if (set.length === 0) return null;
    const [key] = set[0].split('=');
    throw lacksRecipe(key, placeOf(tree, ['set', key], 'key'));
  }
  if (Object.hasOwn(tree.root, 'network'))
    throw UserError.at(
      placeOf(tree, ['network'], 'key'),
      '"network" and "training" both say what every point runs; keep one',
      'UNKNOWN_KEY',
    );
  return { file: findConfig(data.training, 'training', folder, placeOf(tree, ['training'])).file, set };
}

/** A sweep file as machines are read of it. */
interface Reading {
  readonly data: SweepData;
  readonly tree: ConfigTree;
  readonly folder: string;
  readonly set: readonly string[];
}

async function readMachines(reading: Reading): Promise<Pick<SweepBase, 'machines' | 'axis'> & { hardware: string }> {
  const { data, tree, folder, set } = reading;
  const { whereKnown } = data;
  if (data.axes[MACHINE_AXIS] === undefined) {
    const hardware = findConfig(data.hardware, 'hardware', folder, placeOf(tree, ['hardware'])).file;
    const base = await sweptMachine(hardware, { set, whereKnown: [] }).catch((error: unknown) => {
      throw atSetKeys(error, (key) => setPlace(key, data, tree));
    });
    return { machines: [base], hardware };
  }
  const found = machineAxis(data, tree, folder);
  const machines: SweptMachine[] = [];
  const values: AxisValue[] = [];
  const ofSweep: Fault[] = bothNamed(tree);
  for (const value of found.values) {
    const faults = value.fault
      ? [value.fault]
      : await faultsOf(async () => {
          machines.push(await sweptMachine(value.text, { set, whereKnown }, String(value.value)));
        });
    const fromSet = faults.filter(({ place }) => isOfSet(place));
    ofSweep.push(...fromSet.map((fault) => ofMachine(fault, String(value.value), reading)));
    const [own] = faults.filter(({ place }) => !isOfSet(place));
    values.push({ ...value, ...(own && { fault: own }) });
  }
  if (machines.length === 0) ofSweep.push(...values.flatMap(({ fault }) => fault ?? []));
  if (ofSweep.length > 0) throw new UserError(ofSweep);
  const first = values.find(({ fault }) => fault === undefined)!;
  return { machines, axis: { ...found, values }, hardware: first.text };
}

function bothNamed(tree: ConfigTree): Fault[] {
  if (tree.root.hardware === undefined) return [];
  const message = 'expected either hardware or the axis machine, found both';
  return [{ place: placeOf(tree, ['hardware'], 'key'), message, code: 'SWEEP_AXES' }];
}

/** A change of the sweep that a machine does not take, where it stands. */
function ofMachine(fault: Fault, machine: string, { data, tree }: Reading): Fault {
  const key = keyOfSet(fault.place);
  const hint = fault.code === 'UNKNOWN_KEY' ? `; whereKnown: [${key}] changes only machines that have it` : '';
  return { ...fault, place: setPlace(key, data, tree), message: `${machine}: ${fault.message}${hint}` };
}

/** What the config reader calls the place of a change that stands in no hardware file. */
const SET = '--set';

/** The key by which a change is made: prices are a list in the config, and keys of their own in `set`. */
function asSet(key: string, { energy }: Chip): string {
  const [, index] = /^energy\.override\[(\d+)\]/.exec(key) ?? [];
  if (index === undefined) return key;
  const { component, action } = energy.overrides[Number(index)];
  return `energy.override.${component}.${action}`;
}

/** Where the sweep changes a key of the base machine. */
function setPlace(key: string, { set }: SweepData, tree: ConfigTree): Place {
  const name = Object.keys(set).findLast((one) => key === one || key.startsWith(`${one}.`));
  return name === undefined ? placeOf(tree, ['set'], 'key') : placeOf(tree, ['set', name]);
}

/** The same error with places in the sweep file. */
function atSetKeys(error: unknown, placeOfSet: (key: string) => Place): unknown {
  if (!(error instanceof UserError)) return error;
  return new UserError(
    error.faults.map((fault) =>
      isOfSet(fault.place) ? { ...fault, place: placeOfSet(keyOfSet(fault.place)) } : fault,
    ),
  );
}

function isOfSet({ file = '' }: Place): boolean {
  return file.startsWith(SET);
}

function keyOfSet({ file = '', path = '' }: Place): string {
  return path || file.slice(SET.length + 1);
}

/** A folder is a dump, any other file than a YAML a weight file: nothing of them is generated or compressed. */
async function layerOrigins(network: string): Promise<LayerOrigins> {
  if (!/\.ya?ml$/i.test(network)) return { generated: false, imported: false };
  const { layers, weights } = await loadNetworkConfig(network);
  return {
    generated: layers.some(({ generate }) => generate !== undefined),
    imported: weights !== null || layers.some((layer) => layer.weights !== undefined),
  };
}
