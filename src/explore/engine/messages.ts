import type { Fault } from '../../base/user-error.ts';
import type { Chip } from '../../config/chip.ts';
import type { CycleBound } from '../../machines/cycle-bound.ts';
import type { ExplorerSetup as Setup } from '../../report/explorer/setup.ts';
import type { StreamedLayer } from '../../run/run-streamed.ts';
import type { NetworkChoice } from './task.ts';

/** What a worker is asked for: the files that it works on, first of all; then a layer of a network on a machine. */
export type Question =
  | { readonly kind: 'files'; readonly files: Setup['files'] }
  | {
      readonly kind: 'simulate' | 'bounds';
      readonly choice: NetworkChoice;
      readonly index: number;
      readonly hardware: Chip;
    };

/** What it answers. */
export type Answer =
  | { readonly done: StreamedLayer | readonly CycleBound[] | undefined }
  | { readonly faults: readonly Fault[] }
  | { readonly broken: string };
