import type { DramTiming } from '../../config/dram-timing.ts';
import type { DramCommand, DramRequest } from './dram-requests.ts';

/** One bank: its open row (-1: none) and the earliest clocks of its next commands. */
export interface BankState {
  readonly bankGroup: number;
  /** Within the bank group. */
  readonly bank: number;
  openRow: number;
  openedAt: number;
  nextActivate: number;
  nextPrecharge: number;
  nextColumn: number;
}

/** Clocks of the last column commands of one direction. */
interface LastColumns {
  ofAny: number;
  readonly ofGroup: number[];
}

/** What all banks share: the last activations and column commands, and when rows were open. */
export interface RankState {
  readonly banks: readonly BankState[];
  /** Clocks of the last activations, newest last, at most 32. */
  readonly activations: number[];
  readonly lastActivationOfGroup: number[];
  readonly lastColumns: { readonly read: LastColumns; readonly write: LastColumns };
  /** [opened, closed) of every row that was closed. */
  readonly openIntervals: [number, number][];
  /** Hears every command; those of different banks not in the order of their cycles. */
  readonly onCommand: (command: DramCommand) => void;
}

/** Commands that a request needs, with their clocks; activate and precharge are -1 where the row is open or no row is. */
export interface Plan {
  readonly precharge: number;
  readonly activate: number;
  readonly column: number;
}

const NEVER = -1e9;

function neverIn({ bankGroups }: DramTiming): LastColumns {
  return { ofAny: NEVER, ofGroup: Array.from({ length: bankGroups }, () => NEVER) };
}

/** All banks closed, nothing pending. */
export function idleRank(p: DramTiming, onCommand: RankState['onCommand'] = () => {}): RankState {
  const perGroup = p.banks / p.bankGroups;
  return {
    banks: Array.from({ length: p.banks }, (_, k) => ({
      bankGroup: Math.floor(k / perGroup),
      bank: k % perGroup,
      openRow: -1,
      openedAt: 0,
      nextActivate: 0,
      nextPrecharge: 0,
      nextColumn: 0,
    })),
    activations: [],
    lastActivationOfGroup: Array.from({ length: p.bankGroups }, () => NEVER),
    lastColumns: { read: neverIn(p), write: neverIn(p) },
    openIntervals: [],
    onCommand,
  };
}

export function bankOf(p: DramTiming, rank: RankState, request: DramRequest): BankState {
  return rank.banks[request.bankGroup * (p.banks / p.bankGroups) + request.bank];
}

/** Earliest clocks at which the request's commands can go, the request known from `from` on. */
export function planRequest(p: DramTiming, rank: RankState, request: DramRequest, from: number): Plan {
  const bank = bankOf(p, rank, request);
  const column = earliestColumn(p, rank, request.bankGroup, Boolean(request.isWrite));
  if (bank.openRow === request.row)
    return { precharge: -1, activate: -1, column: Math.max(column, bank.nextColumn, from) };
  const precharge = bank.openRow < 0 ? -1 : Math.max(bank.nextPrecharge, from);
  const closed = precharge < 0 ? Math.max(bank.nextActivate, from) : precharge + p.RP;
  const activate = Math.max(closed, bank.nextActivate, earliestActivate(p, rank, request.bankGroup));
  return { precharge, activate, column: Math.max(column, activate + p.RCD) };
}

function earliestActivate(p: DramTiming, rank: RankState, group: number): number {
  const { activations, lastActivationOfGroup } = rank;
  const sameGroup = p.bankGroups > 1 ? p.RRD_L : p.RRD_S;
  return Math.max(
    (activations.at(-1) ?? NEVER) + p.RRD_S,
    lastActivationOfGroup[group] + sameGroup,
    (activations.at(-4) ?? NEVER) + p.FAW,
    p.AW32 > 0 ? (activations.at(-32) ?? NEVER) + p.AW32 : NEVER,
  );
}

function earliestColumn(p: DramTiming, { lastColumns }: RankState, group: number, isWrite: boolean): number {
  const after = (wasWrite: boolean, { ofAny, ofGroup }: LastColumns): number =>
    Math.max(ofAny + columnGap(p, wasWrite, isWrite, false), ofGroup[group] + columnGap(p, wasWrite, isWrite, true));
  return Math.max(after(false, lastColumns.read), after(true, lastColumns.write));
}

/** Clocks from one column command to another, of the same bank group or of any. */
function columnGap(p: DramTiming, wasWrite: boolean, isWrite: boolean, sameGroup: boolean): number {
  // one bank group: the part works with groups disabled, and the short times hold
  const long = sameGroup && p.bankGroups > 1;
  const gap = Math.max(p.burst, long ? p.CCD_L : p.CCD_S);
  if (wasWrite === isWrite) return gap;
  const turn = isWrite ? p.CL + p.burst - p.CWL + p.RTRS : p.CWL + p.burst + (long ? p.WTR_L : p.WTR_S);
  return Math.max(gap, turn);
}

/** Carries out a plan. */
export function applyPlan(p: DramTiming, rank: RankState, request: DramRequest, plan: Plan): void {
  const bank = bankOf(p, rank, request);
  if (plan.precharge >= 0) closeRow(rank, bank, plan.precharge);
  if (plan.activate >= 0) openRow(p, rank, bank, request, plan.activate);
  const last = request.isWrite ? rank.lastColumns.write : rank.lastColumns.read;
  last.ofAny = plan.column;
  last.ofGroup[request.bankGroup] = plan.column;
  send(rank, bank, request.isWrite ? 'write' : 'read', plan.column);
  const recovery = request.isWrite ? p.CWL + p.burst + p.WR : p.RTP;
  bank.nextPrecharge = Math.max(bank.nextPrecharge, plan.column + recovery);
}

function openRow(p: DramTiming, rank: RankState, bank: BankState, request: DramRequest, at: number): void {
  bank.openRow = request.row;
  bank.openedAt = at;
  bank.nextColumn = at + p.RCD;
  bank.nextPrecharge = at + p.RAS;
  rank.activations.push(at);
  if (rank.activations.length > 32) rank.activations.shift();
  rank.lastActivationOfGroup[request.bankGroup] = at;
  send(rank, bank, 'activate', at);
}

function closeRow(rank: RankState, bank: BankState, at: number): void {
  rank.openIntervals.push([bank.openedAt, at]);
  send(rank, bank, 'precharge', at);
  bank.openRow = -1;
}

function send(
  rank: RankState,
  { bankGroup, bank, openRow: row }: BankState,
  command: DramCommand['command'],
  cycle: number,
): void {
  rank.onCommand({ cycle, command, bankGroup, bank, row });
}

/** Refresh of all banks at the given clock: rows close when they may, then nothing for RP + RFC. */
export function refreshAll(p: DramTiming, rank: RankState, at: number): void {
  const open = rank.banks.filter((bank) => bank.openRow >= 0);
  const start = Math.max(at, ...open.map((bank) => bank.nextPrecharge));
  for (const bank of open) closeRow(rank, bank, start);
  rank.onCommand({ cycle: start + p.RP, command: 'refresh', bankGroup: -1, bank: -1, row: -1 });
  for (const bank of rank.banks) bank.nextActivate = Math.max(bank.nextActivate, start + p.RP + p.RFC);
}
