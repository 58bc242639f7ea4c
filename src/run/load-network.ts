import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { UserError } from '../base/user-error.ts';
import { columnTables } from '../compress/column-tables.ts';
import { decode } from '../compress/decode.ts';
import { loadNetworkConfig, type NetworkConfig } from '../config/network.ts';
import { generateLayer, layerSeed } from '../network/generate.ts';
import { isEieDump, readEieDump } from '../network/importers/eie-dump.ts';
import type { Layer, Network } from '../network/layer.ts';

/** How a network is brought in. */
export interface NetworkOptions {
  /** Replaces the seed of the network file. */
  readonly seed?: number;
  /** Keep only this layer. */
  readonly layer?: string;
}

/** Reads whatever a user calls a network: a network YAML or an EIE dump folder. */
export async function loadNetwork(path: string, options: NetworkOptions = {}): Promise<Network> {
  const info = await stat(path).catch(() => undefined);
  const network = info?.isDirectory() ? await fromFolder(path) : await fromConfig(path, options);
  return options.layer === undefined ? network : onlyLayer(network, options.layer);
}
