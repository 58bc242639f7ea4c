import type { Steps } from '../../../base/steps.ts';
import { UserError } from '../../../base/user-error.ts';
import { type HeldWeights, interleaved } from '../../../compress/held-weights.ts';
import type { Layer } from '../../../network/layer.ts';
import type { CycleBound } from '../../cycle-bound.ts';
import type { Made } from '../../pass.ts';
import { WRITE_STATES } from '../end-of-layer.ts';
import type { Eie } from '../hardware.ts';
import type { Schedule } from './schedule.ts';
import { watchInSteps } from './watched-layer.ts';

/** The terms of the recurrence, W[n] = max(W[n-1] + gap[n], W[n-B+1] + 2, max_p F_p[n-B] + 1) and R_p[n] = max(W[n] + 1, F_p[n-1]), F = R + c. */
const TERMS = {
  hit: { kind: 'scan', title: 'scan: a cycle for each activation sent', shorter: 'fewer non-zero activations' },
  miss: {
    kind: 'scan',
    title: 'scan: a cycle for each row without a further hit',
    shorter: 'more activations a row, fewer rows (more PEs scan wider rows)',
  },
  taken: {
    kind: 'pipeline',
    title: 'from the broadcast to the pointer read',
    shorter: 'nothing: the pipeline is as long as it is',
  },
  work: { kind: 'work', title: 'entries, one after the other', shorter: 'fewer or better spread weights, more PEs' },
  empty: {
    kind: 'empty columns',
    title: 'columns that hold nothing for it',
    shorter: 'fewer non-zero activations, fewer PEs',
  },
  full: {
    kind: 'queue',
    title: 'from a pop to the broadcast that waited for it',
    shorter: 'a deeper activation queue',
  },
  round: {
    kind: 'queue',
    title: 'queue positions that are free again two cycles after',
    shorter: 'a deeper activation queue',
  },
  drain: { kind: 'pipeline', title: 'the pipeline runs empty', shorter: 'nothing: the pipeline is as long as it is' },
  least: { kind: 'scan', title: 'the last row is scanned and nothing is left to write', shorter: 'fewer activations' },
} as const satisfies Readonly<Record<string, Pick<CycleBound, 'kind' | 'title' | 'shorter'>>>;

type Term = keyof typeof TERMS;

interface Chain {
  readonly add: (term: Term, cycles: number, processingElement?: number) => void;
  readonly parts: () => CycleBound[];
}

/** Sums by term and PE; the largest first. */
function chain(): Chain {
  const sums = new Map<string, CycleBound>();
  return {
    add(term, cycles, processingElement) {
      if (cycles === 0) return;
      const key = `${term} ${processingElement ?? ''}`;
      const before = sums.get(key)?.cycles ?? 0;
      const { kind, title, shorter } = TERMS[term];
      const at = processingElement === undefined ? {} : { processingElement };
      sums.set(key, { kind, title, cycles: before + cycles, shorter, ...at });
    },
    parts: () => [...sums.values()].toSorted((a, b) => b.cycles - a.cycles),
  };
}

/**
 * Why a layer takes its cycles: from the last write back to the first cycle, each time along the term of the recurrence that was the largest (the scan where
 * others are as large). The parts add up to the cycles.
 * @throws UserError under the rule `reference`, whose end is no consequence of the work
 */
export function* eieCycleBounds(layer: Layer, weights: Made, machine: Eie): Steps<CycleBound[]> {
  if (machine.simulation.rule === 'reference')
    throw UserError.at({ path: 'simulation.rule' }, 'cycles are explained under the rule drained', 'RULE');
  const { held, schedule, cycles } = yield* watchInSteps(layer, weights, machine);
  const parts = chain();
  const last = lastWrite(schedule, held);
  if (last === undefined || last.state + WRITE_STATES + 1 < cycles) {
    // the row behind the last activation is loaded behind all writes; a bias may still be on its way then
    const activations = schedule.scan.columns.filter((column) => column < layer.matrix.columns).length;
    parts.add('least', cycles - (activations === 0 ? 0 : schedule.sent[activations - 1]));
    backFromBroadcast(schedule, activations - 1, machine.activationQueue.depth, parts);
    return parts.parts();
  }
  parts.add('drain', cycles - last.state);
  parts.add('work', last.state - schedule.start(last.item, last.pe), last.pe);
  backFromStart(schedule, last, machine.activationQueue.depth, parts);
  return parts.parts();
}

/** The last weight (no padding zero) that any PE has in its pointer stage. */
function lastWrite({ scan, start, entries, processingElements: pes }: Schedule, held: HeldWeights) {
  const isPadding = held.indexBits === null || held.endsInWeights ? () => false : paddingOf(held);
  let found: { state: number; item: number; pe: number } | undefined;
  for (let pe = 0; pe < pes; pe++)
    for (let item = scan.columns.length - 1; item >= 0; item--) {
      let k = entries(item, pe) - 1;
      while (k >= 0 && isPadding(scan.columns[item], pe, k)) k--;
      if (k < 0) continue;
      const state = start(item, pe) + k;
      if (found === undefined || state > found.state) found = { state, item, pe };
      break;
    }
  return found;
}

/** Whether an entry of a column on a PE is a padding zero. */
function paddingOf(held: HeldWeights): (column: number, pe: number, entry: number) => boolean {
  const { codes, pointers, streamStart, processingElements: pes } = interleaved(held);
  return (column, pe, entry) => codes[streamStart[pe] + pointers[column * pes + pe] + entry] === 0;
}

/** From the start of an item on a PE back to cycle 0: it was busy with the one before, or it waited for the broadcast. */
function backFromStart(schedule: Schedule, from: Start, depth: number, parts: Chain): void {
  const { sent, start, entries } = schedule;
  let next: Start | undefined = from;
  while (next !== undefined) {
    const { pe } = next;
    let { item } = next;
    while (start(item, pe) > sent[item] + 1) {
      item--;
      const count = entries(item, pe);
      parts.add(count === 0 ? 'empty' : 'work', Math.max(1, count), pe);
    }
    parts.add('taken', 1);
    next = toFullQueue(schedule, item, depth, parts);
  }
}

/** From a broadcast back to cycle 0: the scan, a full queue, or the way around it. */
function backFromBroadcast(schedule: Schedule, from: number, depth: number, parts: Chain): void {
  const start = toFullQueue(schedule, from, depth, parts);
  if (start !== undefined) backFromStart(schedule, start, depth, parts);
}

/** An item that a PE starts with. */
interface Start {
  readonly item: number;
  readonly pe: number;
}

/** From a broadcast back to the item for which it had to wait in a full queue; undefined where cycle 0 comes first. */
function toFullQueue(schedule: Schedule, from: number, depth: number, parts: Chain): Start | undefined {
  const { scan, sent, finish, entries, processingElements: pes } = schedule;
  for (let n = from; n >= 0; ) {
    if (sent[n] === (n === 0 ? 0 : sent[n - 1]) + scan.gaps[n]) {
      parts.add('hit', 1);
      parts.add('miss', scan.gaps[n] - 1);
      n--;
      continue;
    }
    if (sent[n] === sent[n - depth + 1] + 2) {
      parts.add('round', 2);
      n -= depth - 1;
      continue;
    }
    const item = n - depth;
    let pe = 0;
    while (pe < pes - 1 && finish(item, pe) + 1 !== sent[n]) pe++;
    const count = entries(item, pe);
    parts.add('full', 1);
    parts.add(count === 0 ? 'empty' : 'work', Math.max(1, count), pe);
    return { item, pe };
  }
  return undefined;
}
