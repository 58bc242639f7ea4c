import { dirname } from 'node:path';
import { type Place, UserError } from '../../base/user-error.ts';
import type { Chip } from '../../config/chip.ts';
import { type ConfigTree, placeOf } from '../../config/yaml/config-tree.ts';
import { type Origins, originText } from '../../config/yaml/origins.ts';
import { hardwareOf, hardwareOrigins } from '../../machines/load-hardware.ts';
import { findConfig, loadNetworkConfig, readHardwareSource } from '../../node/read-configs.ts';
import type { LayerOrigins } from './no-effect.ts';
import type { SweepData } from './sweep-schema.ts';

/** What the axes of a sweep change: paths of the base machine and network, and what is known of them before the first point. */
export interface SweepBase {
  readonly paths: { readonly hardware: string; readonly network: string };
  readonly set: readonly string[];
  readonly origins: Origins;
  readonly hardware: Chip;
  readonly layers: LayerOrigins;
}

/** The base machine and network of a sweep; they may lie beside its file. Throws a UserError where the base machine itself is wrong. */
export async function readBase(data: SweepData, tree: ConfigTree, file: string): Promise<SweepBase> {
  const folder = dirname(file);
  const set = Object.entries(data.set).map(([key, value]) => `${key}=${value}`);
  const hardware = findConfig(data.hardware, 'hardware', folder, placeOf(tree, ['hardware'])).file;
  const network = findConfig(data.network, 'networks', folder, placeOf(tree, ['network'])).file;
  const source = readHardwareSource(hardware);
  const placeOfSet = (key: string) => setPlace(key, data, tree);
  const machine = await hardwareOf(source, { set }).catch((error: unknown) => {
    throw atSetKeys(error, placeOfSet);
  });
  const origins = Object.entries(hardwareOrigins(source, { set })).map(([key, origin]) => [
    key,
    origin === SET ? originText(placeOfSet(asSet(key, machine))) : origin,
  ]);
  return {
    paths: { hardware, network },
    set,
    origins: Object.fromEntries(origins) as Origins,
    hardware: machine,
    layers: await layerOrigins(network),
  };
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
    error.faults.map((fault) => {
      const { file = '', path = '' } = fault.place;
      return file.startsWith(SET) ? { ...fault, place: placeOfSet(path || file.slice(SET.length + 1)) } : fault;
    }),
  );
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
