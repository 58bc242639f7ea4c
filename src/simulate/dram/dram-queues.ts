import type { DramRequest } from './dram-requests.ts';

/** Reads, and writes, that wait to be given to their banks. */
const ROOM = 32;
/** Requests that a bank holds. */
const ROOM_OF_BANK = 8;
/** So many writes may wait for a spare moment. */
const FEW_WRITES = 8;

/** A request in the controller. */
export interface Waiting {
  readonly request: DramRequest;
  /** Index of its bank in the rank. */
  readonly bank: number;
  /** Place in the order of arrival. */
  readonly order: number;
  /** Whether one of the other direction for the same line waited already when it came: the two keep their order. */
  readonly follows: boolean;
}

/** The queues of a memory controller between the requests and the banks. */
export interface DramQueues {
  readonly reads: Waiting[];
  /** Writes are posted: they wait here until there are many of them, or nothing else to do. */
  readonly writes: Waiting[];
  /** Writes that are still to be given to their banks before reads are again. */
  draining: number;
  /** By bank, oldest first. */
  readonly ofBank: readonly Waiting[][];
  /** Requests in `ofBank`. */
  held: number;
  accepted: number;
}

export function emptyQueues(banks: number): DramQueues {
  const ofBank = Array.from({ length: banks }, (): Waiting[] => []);
  return { reads: [], writes: [], draining: 0, ofBank, held: 0, accepted: 0 };
}

/** Takes a request in if there is room for one of its direction. */
export function accept(queues: DramQueues, request: DramRequest, bank: number): boolean {
  const [own, other] = request.isWrite ? [queues.writes, queues.reads] : [queues.reads, queues.writes];
  if (own.length >= ROOM) return false;
  const follows = other.some((waiting) => sameLine(waiting, { request, bank }));
  own.push({ request, bank, order: queues.accepted++, follows });
  return true;
}

/** Whether two requests are for the same line. */
export function sameLine(a: Pick<Waiting, 'request' | 'bank'>, b: Pick<Waiting, 'request' | 'bank'>): boolean {
  return a.bank === b.bank && a.request.row === b.request.row && a.request.column === b.request.column;
}

/** Whether the queues have nothing to do at once; a few writes may wait for more. */
export function atRest({ reads, writes, draining, held }: DramQueues): boolean {
  return reads.length === 0 && held === 0 && draining === 0 && writes.length <= FEW_WRITES;
}

/**
 * Gives one request to its bank: the oldest read whose bank has room, or the oldest such write while writes drain. They begin to when their buffer
 * is full, when no bank has work and more than a few wait (with `noMore` to come: any), or when a read waits for a write of its line; they stop when
 * all that waited then are gone, or when a write has to wait for a read of its line.
 */
export function giveToBank(queues: DramQueues, noMore: boolean): void {
  const { reads, writes, ofBank } = queues;
  if (queues.draining === 0 && writes.length > 0) {
    const spare = queues.held === 0 && (writes.length > FEW_WRITES || (noMore && reads.length === 0));
    if (writes.length >= ROOM || spare || reads.some((read) => hasToWait(read, writes)))
      queues.draining = writes.length;
  }
  const draining = queues.draining > 0;
  const queue = draining ? writes : reads;
  for (const [k, waiting] of queue.entries()) {
    const bank = ofBank[waiting.bank];
    if (bank.length >= ROOM_OF_BANK) continue;
    if (hasToWait(waiting, draining ? reads : writes)) {
      if (!draining) continue;
      queues.draining = 0;
      return;
    }
    if (draining) queues.draining--;
    bank.push(waiting);
    queues.held++;
    queue.splice(k, 1);
    return;
  }
}

function hasToWait(waiting: Waiting, others: readonly Waiting[]): boolean {
  return waiting.follows && others.some((other) => other.order < waiting.order && sameLine(waiting, other));
}
