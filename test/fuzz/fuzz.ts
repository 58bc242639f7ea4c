import { randomStream } from '../../src/base/random.ts';
import { UserError } from '../../src/base/user-error.ts';
import { type Target, targets } from './targets.ts';

/** An input on which something else came out than a result or the tool's own error. */
export interface Finding {
  readonly target: string;
  /** Number of the execution: with the seed it says which input this was. */
  readonly execution: number;
  readonly error: unknown;
  readonly input: Uint8Array;
}

export interface FuzzRun {
  readonly executions: number;
  /** How often each target gave a result, and how often the tool's own error. */
  readonly outcomes: ReadonlyMap<string, { results: number; errors: number }>;
  readonly findings: readonly Finding[];
}

/**
 * Reads damaged inputs, the same for the same seed. Of findings of one kind (target, and where it was thrown) the first is kept.
 * @param onSlow hears of an input that takes longer than two seconds
 */
export async function fuzz(
  executions: number,
  seed: number,
  onSlow: (target: string, execution: number, seconds: number) => void = () => {},
): Promise<FuzzRun> {
  const all = await targets();
  const wheel = all.flatMap((target): Target[] => Array.from({ length: target.weight }, () => target));
  const outcomes = new Map(all.map(({ name }) => [name, { results: 0, errors: 0 }]));
  const findings = new Map<string, Finding>();
  for (let execution = 0; execution < executions; execution++) {
    const next = randomStream(seed + execution);
    const target = wheel[next() % wheel.length];
    const { input, read } = target.make(next);
    const start = performance.now();
    try {
      await read();
      outcomes.get(target.name)!.results++;
    } catch (error) {
      if (error instanceof UserError) outcomes.get(target.name)!.errors++;
      else
        findings.set(
          kindOf(target, error),
          findings.get(kindOf(target, error)) ?? { target: target.name, execution, error, input },
        );
    }
    const seconds = (performance.now() - start) / 1000;
    if (seconds > 2) onSlow(target.name, execution, seconds);
  }
  return { executions, outcomes, findings: [...findings.values()] };
}

function kindOf({ name }: Target, error: unknown): string {
  if (!(error instanceof Error)) return name;
  return [
    name,
    error.name,
    ...(error.stack ?? '')
      .split('\n')
      .filter((line) => /^\s+at /.test(line))
      .slice(0, 2),
  ].join('\n');
}
