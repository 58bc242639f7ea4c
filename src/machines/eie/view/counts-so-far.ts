import { LEAKAGE } from '../../component.ts';
import type { Flight } from '../../steps.ts';
import { WRITE_STATES } from '../end-of-layer.ts';
import type { ScanTimes } from './scan-states.ts';
import type { Schedule } from './schedule.ts';
import { ADD, LINE, LOOK_UP, MULTIPLY } from './stages.ts';

/** What is known of the actions of a layer. */
interface Watched {
  readonly cycles: number;
  readonly schedule: Schedule;
  readonly scan: ScanTimes;
  readonly started: readonly ReadonlyMap<number, Flight>[];
  /** As a run of the layer counts them. */
  readonly counts: Readonly<Record<string, number>>;
}

/**
 * The actions until each state, 0 to cycles: each is counted with the edge that does it. Before the first cycle the inputs come from the activation memory into the
 * source registers, with the last one the outputs go back; what is still on its way then (a column that holds nothing for a PE) counts with the last cycle.
 * @throws Error where the actions do not add up to those of the run: that would be a fault of this program
 */
export function countsSoFar(watched: Watched): readonly Readonly<Record<string, number>>[] {
  const { counts, cycles } = watched;
  const edges = edgesOf(watched);
  const soFar: Record<string, number>[] = Array.from({ length: cycles + 1 }, () => ({}));
  for (const [action, total] of Object.entries(counts)) {
    const done = new Array<number>(cycles + 1).fill(0);
    for (const [edge, times] of edges(action)) done[Math.min(edge, cycles)] += times;
    let sum = 0;
    for (const [k, state] of soFar.entries()) state[action] = sum += done[k];
    if (sum !== total) throw new Error(`${action}: ${sum} in the steps of a layer, ${total} in its run`);
  }
  return soFar;
}

type Times = readonly (readonly [edge: number, times: number])[];

/** When each action is done, and how often. */
function edgesOf({ cycles, schedule, scan, started, counts }: Watched): (action: string) => Times {
  const { processingElements: pes } = schedule;
  const flights = started.flatMap((lane) => [...lane]);
  const weights = flights.filter(([, { code }]) => code !== 0);
  const behind = (list: typeof flights, states: number): Times => list.map(([state]) => [state + states, 1]);
  const sent = [...schedule.sent];
  const taken: Times = sent.flatMap((_, item) => started.map((_lane, p) => [schedule.start(item, p), 1] as const));
  const everyCycle: Times = Array.from({ length: cycles }, (_, k) => [k + 1, pes]);
  const known: Readonly<Record<string, () => Times>> = {
    'nonZeroDetection.scan': () => [...sent, ...scan.misses].map((edge) => [edge, 1]),
    'broadcast.send': () => sent.map((edge) => [edge, 1]),
    'activationQueue.push': () => sent.map((edge) => [edge, pes]),
    'activationQueue.pop': () => taken,
    'pointers.read': () => taken,
    'sparseMatrix.read': () =>
      behind(
        flights.filter(([, { readsLine }]) => readsLine),
        LINE,
      ),
    'codebook.read': () => behind(flights, LOOK_UP),
    'addressAccumulator.add': () => behind(flights, LOOK_UP),
    'arithmeticUnit.multiply': () => behind(weights, MULTIPLY),
    'destinationActivations.read': () =>
      behind(
        weights.filter(([, { bypasses }]) => !bypasses),
        MULTIPLY,
      ),
    'arithmeticUnit.add': () => behind(weights, ADD),
    'destinationActivations.write': () => behind(weights, WRITE_STATES),
    'sourceActivations.write': () => [[0, counts['sourceActivations.write']]],
    'activationMemory.read': () => [[0, counts['activationMemory.read']]],
    // the rows of inputs, not what stands behind them
    'sourceActivations.read': () => scan.loads.slice(0, -1).map((edge) => [edge, pes]),
    'activationMemory.write': () => [[cycles, counts['activationMemory.write']]],
    // a sum of scaled integers becomes an output
    'arithmeticUnit.scale': () => [[cycles, counts['arithmeticUnit.scale']]],
    'clockNetwork.cycle': () => everyCycle,
  };
  return (action) => (action.endsWith(`.${LEAKAGE}`) ? everyCycle : (known[action]?.() ?? []));
}
