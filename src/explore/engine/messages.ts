import type { Fault } from '../../base/user-error.ts';
import type { Chip } from '../../config/chip.ts';
import type { CycleBound } from '../../machines/cycle-bound.ts';
import type { ExplorerSetup as Setup } from '../../report/explorer/setup.ts';
import type { StreamedLayer } from '../../run/run-streamed.ts';
import type { NetworkChoice } from './task.ts';

/**
 * What somebody wants of a layer of a network: its counts on a machine (with outputs or without), why it takes its cycles, or only that it, or the code that such a machine
 * needs, is ready later.
 */
export type LayerQuestion = { readonly choice: NetworkChoice; readonly index: number } & (
  | { readonly kind: 'simulate'; readonly hardware: Chip; readonly withOutputs: boolean }
  | { readonly kind: 'bounds'; readonly hardware: Chip }
  | { readonly kind: 'prepare'; readonly hardware?: Chip }
);

/** What a worker is told: the files that it works on, first of all; then questions, each with a number; and which of them nobody waits for any more. */
export type Message =
  | { readonly kind: 'files'; readonly files: Setup['files'] }
  | { readonly kind: 'ask'; readonly number: number; readonly question: LayerQuestion }
  | { readonly kind: 'drop'; readonly number: number };

/** What a question is answered with. */
export type Answer =
  | { readonly done: StreamedLayer | readonly CycleBound[] | undefined }
  | { readonly dropped: true }
  | { readonly faults: readonly Fault[] }
  | { readonly broken: string };

/** What a worker says. */
export interface Reply {
  readonly number: number;
  readonly answer: Answer;
}
