import type { NetworkOptions } from '../../run/load/network-options.ts';

/** Which network, and how it is brought in. */
export interface NetworkChoice {
  readonly path: string;
  readonly options: NetworkOptions;
}

/** A machine as the command line names it, and the network on it. */
export interface Task {
  readonly hardware: string;
  readonly set: readonly string[];
  readonly network: NetworkChoice;
}
