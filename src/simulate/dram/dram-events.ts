import { UserError } from '../../base/user-error.ts';
import type { DramTiming } from '../../config/dram-timing.ts';
import { applyPlan, bankOf, idleRank, type Plan, planRequest, type RankState, refreshAll } from './bank-state.ts';
import { checkDramRequests, checkDramTiming } from './dram-input.ts';
import type { DramCommand, DramCounts, DramRequest } from './dram-requests.ts';
import { standby } from './dram-standby.ts';

/** Requests that a memory controller chooses from. */
const WINDOW = 32;

interface Waiting {
  readonly request: DramRequest;
  /** Clock from which its bank may be prepared for it. */
  readonly from: number;
}

/** How a run of requests is watched. */
export interface DramOptions {
  /** The window over which refreshes and standby are counted, by default the run's cycles. */
  readonly energyCycles?: number | undefined;
  /** Hears every command; those of different banks not in the order of their cycles. */
  readonly onCommand?: ((command: DramCommand) => void) | undefined;
}

/** The controller between two column commands. */
interface Controller {
  readonly window: Waiting[];
  /** Index of the next request that has not entered the window. */
  next: number;
  now: number;
  /** When the last answer was given. */
  end: number;
}

/**
 * Event model of one DRAM channel: of a window of requests the one whose column command can go first is served next (ties: the oldest);
 * open rows, RAS/RP/RCD, RRD, FAW, CCD, turnarounds; every REFI clocks all rows close and the banks refresh. Writes are posted.
 * @throws UserError for parameters or requests without meaning.
 */
export function dramEvents(
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
  const rank = idleRank(p, onCommand);
  const controller: Controller = { window: [], next: 0, now: 0, end: 0 };
  const counts = { activates: 0, reads: 0, writes: 0, rowHits: 0 };
  let nextRefresh = p.REFI;
  while (controller.next < requests.length || controller.window.length > 0) {
    fillWindow(p, controller, requests);
    const [index, plan] = firstReady(p, rank, controller.window);
    if (plan.column >= nextRefresh) {
      refreshAll(p, rank, nextRefresh);
      nextRefresh += p.REFI;
      continue;
    }
    const arrival = nextArrival(controller, requests);
    if (arrival < plan.column) {
      controller.now = arrival;
      continue;
    }
    const [{ request }] = controller.window.splice(index, 1);
    applyPlan(p, rank, request, plan);
    counts[request.isWrite ? 'writes' : 'reads']++;
    counts[plan.activate < 0 ? 'rowHits' : 'activates']++;
    controller.now = Math.max(controller.now, plan.column);
    if (!request.isWrite) controller.end = Math.max(controller.end, plan.column + p.CL + p.burst);
  }
  const cycles = controller.end;
  return { cycles, ...counts, ...standby(p, rank, nextRefresh, energyCycles ?? cycles) };
}

/** Takes the requests that have arrived, as far as the window holds them. */
function fillWindow(p: DramTiming, controller: Controller, requests: readonly DramRequest[]): void {
  if (controller.window.length === 0) controller.now = Math.max(controller.now, requests[controller.next].arrivalCycle);
  for (; nextArrival(controller, requests) <= controller.now; controller.next++) {
    const request = requests[controller.next];
    // the slot was known to come free while the last column command was prepared, so the bank may have been prepared then too
    const from = Math.max(controller.now - p.RCD - p.RP, request.arrivalCycle);
    controller.window.push({ request, from });
    // whoever writes is done once the controller has taken it
    if (request.isWrite) controller.end = Math.max(controller.end, controller.now + 1);
  }
}

/** When the next request could enter the window: Infinity if there is none or no room. */
function nextArrival(controller: Controller, requests: readonly DramRequest[]): number {
  if (controller.next >= requests.length || controller.window.length >= WINDOW) return Infinity;
  return requests[controller.next].arrivalCycle;
}

/** The request whose column command can go first; only the oldest of a bank may change its row. */
function firstReady(p: DramTiming, rank: RankState, window: readonly Waiting[]): [index: number, plan: Plan] {
  let best = -1;
  let bestPlan: Plan = { precharge: -1, activate: -1, column: Infinity };
  const asked = new Set<unknown>();
  for (const [index, { request, from }] of window.entries()) {
    const bank = bankOf(p, rank, request);
    if (asked.has(bank) && bank.openRow !== request.row) continue;
    asked.add(bank);
    const plan = planRequest(p, rank, request, from);
    if (plan.column < bestPlan.column) [best, bestPlan] = [index, plan];
  }
  return [best, bestPlan];
}
