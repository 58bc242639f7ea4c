import { type Fault, UserError } from '../../base/user-error.ts';
import { type Packed, unpacker } from './known-records.ts';
import { executeForAll, type TaskName } from './tasks.ts';

/** A task on its way to a worker. */
export interface Job extends Packed {
  readonly name: TaskName;
}

/** What comes back: a user's mistake travels as its faults, for an error loses its kind on the way. */
export type Answer = { readonly output: unknown } | { readonly faults: readonly Fault[] };

const unpack = unpacker();

/** What a worker thread does with a task. */
export default async function work({ name, ...packed }: Job): Promise<Answer> {
  try {
    return { output: await executeForAll(name, unpack(packed) as never) };
  } catch (error) {
    if (error instanceof UserError) return { faults: error.faults };
    throw error;
  }
}
