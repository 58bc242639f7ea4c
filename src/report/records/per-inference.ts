import { KNOWN_COUNTERS } from '../../machines/known/known-counters.ts';
import { inferenceCount } from '../../run/inference-count.ts';
import type { RunResult } from '../../run/result.ts';

/** Numbers of a layer or of the totals that are no sums over a batch: sizes, shares and ratios. */
const NO_SUMS: ReadonlySet<string> = new Set([
  ...[...KNOWN_COUNTERS.values()].flatMap(({ name, from }) =>
    from.kind === 'weights' || from.kind === 'ratio' ? [name] : [],
  ),
  'rows',
  'columns',
  'groups',
  'weightDensity',
  'activationDensity',
  'averagePowerMw',
  'energyPerMultiplyAccumulatePj',
  'memoryToArithmeticRatio',
  'inferencesPerSecond',
  'inferencesPerJoule',
  'energyDelayPjS',
  'published',
  'outputs',
]);

/** How many inputs, or tokens of a text, the sums of a record are of. */
function countOf({ language, ...result }: RunResult): number {
  return language === undefined ? inferenceCount(result) : language.prefill.tokens + (language.decode?.tokens ?? 0);
}

/** The result as people read it: where the record holds sums over a batch of inputs or over the tokens of a text, the mean of an inference or of a token. */
export function perInference(result: RunResult): RunResult {
  const count = countOf(result);
  const { keyValueCache: cache } = result;
  if (count === 1) return result;
  return {
    ...result,
    ...(cache && {
      keyValueCache: { ...cache, readBytes: cache.readBytes / count, writtenBytes: cache.writtenBytes / count },
    }),
    layers: result.layers.map((layer) => meanOf(layer, count)),
    totals: meanOf(result.totals, count),
  };
}

function meanOf<Value>(value: Value, count: number): Value {
  if (typeof value === 'number') return (value / count) as Value;
  if (Array.isArray(value)) return value.map((one: unknown) => meanOf(one, count)) as Value;
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([name, one]) => [name, NO_SUMS.has(name) ? one : meanOf(one, count)]);
  return Object.fromEntries(entries) as Value;
}
