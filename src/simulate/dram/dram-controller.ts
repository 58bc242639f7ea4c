import { UserError } from '../../base/user-error.ts';
import type { DramTiming } from '../../config/dram-timing.ts';
import { checkDramRequests, checkDramTiming } from './dram-input.ts';
import { accept, atRest, type DramQueues, emptyQueues, giveToBank, sameLine } from './dram-queues.ts';
import type { DramCommand, DramCounts, DramRequest } from './dram-requests.ts';
import { standby } from './dram-standby.ts';
import { activate, idleRank, mayActivate, precharge, type RankState, readOrWrite, stepRefresh } from './rank.ts';

/** Column commands that an open row serves before an older request of the bank may have another row opened. */
const TURNS_OF_ROW = 4;

/** How a run of requests is watched. */
export interface DramOptions {
  /** The window over which refreshes and standby are counted, by default the run's cycles. */
  readonly energyCycles?: number | undefined;
  /** Hears every command, in the order of their cycles. */
  readonly onCommand?: ((command: DramCommand) => void) | undefined;
}

/** A command that can be sent: for the k-th request of a bank. */
interface Ready {
  readonly command: 'precharge' | 'activate' | 'column';
  readonly bank: number;
  readonly k: number;
}

/**
 * Serves requests from one DRAM channel as a memory controller does, clock by clock: up to 32 reads and 32 posted writes wait, writes drain in
 * bunches; every clock one request is given to its bank (8 places each) and one command is sent, banks taking turns, row hits before older
 * conflicts up to four times; every REFI clocks all rows close and the banks refresh. A request is taken in one clock after its arrival and
 * reaches its bank one later, the controller's two clocks. Rules and sizes are those of DRAMsim3 (2981759), except that no two requests
 * for a line are merged.
 * @throws UserError for parameters or requests without meaning.
 */
export function serveRequests(
  p: DramTiming,
  requests: readonly DramRequest[],
  { energyCycles, onCommand }: DramOptions = {},
): DramCounts {
  checkDramTiming(p);
  checkDramRequests(p, requests);
  if (energyCycles !== undefined && !(Number.isInteger(energyCycles) && energyCycles >= 0))
    throw UserError.at(
      { path: 'options.energyCycles' },
      `expected a whole number of cycles, found ${energyCycles}`,
      'RANGE',
    );
  const counts = { activates: 0, reads: 0, writes: 0 };
  let cycles = 0;
  const rank = idleRank(p, (command) => {
    if (command.command === 'activate') counts.activates++;
    if (command.command === 'write') counts.writes++;
    if (command.command === 'read') {
      counts.reads++;
      cycles = Math.max(cycles, command.cycle + p.CL + p.burst);
    }
    onCommand?.(command);
  });
  const queues = emptyQueues(p.banks);
  const perGroup = p.banks / p.bankGroups;
  const turn = { bank: p.banks - 1 };
  let next = 0;
  let nextRefresh = p.REFI;
  let refreshing = false;
  let clock = 0;
  for (; next < requests.length || counts.reads + counts.writes < next; clock++) {
    if (!refreshing && next < requests.length && atRest(queues))
      clock = Math.max(clock, Math.min(requests[next].arrivalCycle, nextRefresh));
    if (clock === nextRefresh) {
      refreshing = true;
      nextRefresh += p.REFI;
    }
    const step = refreshing ? stepRefresh(rank, clock) : undefined;
    if (step === 'refresh') refreshing = false;
    if (step === undefined && !refreshing && queues.held > 0)
      sendCommand(rank, queues, turn, clock, p.commandBuses ?? 1);
    giveToBank(queues, next === requests.length);
    const request = requests[next];
    if (request?.arrivalCycle <= clock && accept(queues, request, request.bankGroup * perGroup + request.bank)) {
      next++;
      // whoever writes is done once the controller has taken it
      if (request.isWrite) cycles = Math.max(cycles, clock + 1);
    }
  }
  const rowHits = requests.length + rank.lostActivates - counts.activates;
  const { lostActivates } = rank;
  return {
    cycles,
    ...counts,
    rowHits,
    lostActivates,
    ...standby(p, rank, refreshing ? clock : nextRefresh, energyCycles ?? cycles),
  };
}

/** Sends the first command that can go, and with two command buses one of the other kind (row or column) too. */
function sendCommand(rank: RankState, queues: DramQueues, turn: { bank: number }, clock: number, buses: number): void {
  const first = nextReady(rank, queues, turn, clock);
  if (first === undefined) return;
  send(rank, queues, first, clock);
  if (buses === 1) return;
  const second = nextReady(rank, queues, turn, clock);
  if (second && (second.command === 'column') !== (first.command === 'column')) send(rank, queues, second, clock);
}

/** The first command that can go, banks taking turns. */
function nextReady(rank: RankState, { ofBank }: DramQueues, turn: { bank: number }, clock: number): Ready | undefined {
  for (let tried = 0; tried < ofBank.length; tried++) {
    turn.bank = (turn.bank + 1) % ofBank.length;
    const ready = ofBank[turn.bank].length > 0 ? readyOf(rank, turn.bank, ofBank[turn.bank], clock) : undefined;
    if (ready) return ready;
  }
  return undefined;
}

/** What a bank can do: for its oldest request any command, for a later one a row hit that does not overtake one of the same line. */
function readyOf(
  rank: RankState,
  index: number,
  queue: DramQueues['ofBank'][number],
  clock: number,
): Ready | undefined {
  const bank = rank.banks[index];
  if (bank.openRow < 0) return mayActivate(rank, bank, clock) ? { command: 'activate', bank: index, k: 0 } : undefined;
  const hit = (k: number): boolean => queue[k].request.row === bank.openRow;
  for (let k = 0; k < queue.length; k++) {
    if (hit(k)) {
      const from = queue[k].request.isWrite ? bank.nextWrite : bank.nextRead;
      const overtakes = (): boolean => queue.slice(0, k).some((earlier) => sameLine(earlier, queue[k]));
      if (clock >= from && !overtakes()) return { command: 'column', bank: index, k };
    } else if (k === 0 && clock >= bank.nextPrecharge) {
      const wanted = bank.served < TURNS_OF_ROW && queue.some((_, later) => hit(later));
      if (!wanted) return { command: 'precharge', bank: index, k };
    }
  }
  return undefined;
}

function send(rank: RankState, queues: DramQueues, { command, bank: index, k }: Ready, clock: number): void {
  const bank = rank.banks[index];
  const queue = queues.ofBank[index];
  const { request } = queue[k];
  if (command === 'precharge') precharge(rank, bank, clock);
  else if (command === 'activate') activate(rank, bank, request.row, clock);
  else {
    readOrWrite(rank, bank, Boolean(request.isWrite), clock);
    queue.splice(k, 1);
    queues.held--;
  }
}
