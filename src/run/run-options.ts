import type { Memory } from '../base/budget.ts';
import type { Origins } from '../config/yaml/origins.ts';

/** How a run is done; nothing here changes what is counted. */
export interface RunOptions {
  /** Put all output values into the record, not only their hash. */
  readonly outputs?: boolean;
  /** Right answers, one for each inference of a network with a graph: the record then holds the accuracy. */
  readonly labels?: readonly number[];
  /** Where the values of the machine come from (loadHardwareWithOrigins): the record then tells it. */
  readonly origins?: Origins;
  /** What the tables of all layers may take: 2 GiB by default. */
  readonly memory?: Memory;
  /** Called before each layer, for a progress display: how many are done, and where they are read from files one by one, how many bytes of them. */
  readonly onLayer?: (
    name: string,
    done: number,
    of: number,
    bytes?: { readonly done: number; readonly of: number },
  ) => void;
}
