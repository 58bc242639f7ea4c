import { type Fault, UserError } from '../../base/user-error.ts';
import { type TaskInput, type TaskName, tasks } from './tasks.ts';

/** A task on its way to a worker. */
export interface Job<Name extends TaskName = TaskName> {
  readonly name: Name;
  readonly input: TaskInput<Name>;
}

/** What comes back: a user's mistake travels as its faults, for an error loses its kind on the way. */
export type Answer = { readonly output: unknown } | { readonly faults: readonly Fault[] };

/** What a worker thread does with a task. */
export default async function work({ name, input }: Job): Promise<Answer> {
  try {
    return { output: await (tasks[name] as (input: unknown) => unknown)(input) };
  } catch (error) {
    if (error instanceof UserError) return { faults: error.faults };
    throw error;
  }
}
