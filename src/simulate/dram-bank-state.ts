import type { DramRequest, DramTiming } from './dram-timing.ts';

/** One bank: its open row (-1: none) and the earliest clocks of its next commands. */
export interface BankState {
  openRow: number;
  openedAt: number;
  nextActivate: number;
  nextPrecharge: number;
  nextColumn: number;
}

/** What all banks share: the last activations, the last column command, and when rows were open. */
export interface RankState {
  readonly banks: readonly BankState[];
  /** Clocks of the last activations, newest last, at most 32. */
  readonly activations: number[];
  readonly lastActivationOfGroup: number[];
  lastColumn: number;
  lastColumnGroup: number;
  lastColumnWasWrite: boolean;
  /** [opened, closed) of every row that was closed. */
  readonly openIntervals: [number, number][];
}

/** Commands that a request needs, with their clocks; activate and precharge are -1 where the row is open or no row is. */
export interface Plan {
  readonly precharge: number;
  readonly activate: number;
  readonly column: number;
}

const NEVER = -1e9;

/** All banks closed, nothing pending. */
export function idleRank(p: DramTiming): RankState {
  return {
    banks: Array.from({ length: p.banks }, () => ({
      openRow: -1,
      openedAt: 0,
      nextActivate: 0,
      nextPrecharge: 0,
      nextColumn: 0,
    })),
    activations: [],
    lastActivationOfGroup: Array.from({ length: p.bankGroups }, () => NEVER),
    lastColumn: NEVER,
    lastColumnGroup: -1,
    lastColumnWasWrite: false,
    openIntervals: [],
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

function earliestColumn(p: DramTiming, rank: RankState, group: number, isWrite: boolean): number {
  // one bank group: the part works with groups disabled, and the short times hold
  const sameGroup = p.bankGroups > 1 && group === rank.lastColumnGroup;
  const gap = Math.max(p.burst, sameGroup ? p.CCD_L : p.CCD_S);
  if (rank.lastColumnWasWrite === isWrite) return rank.lastColumn + gap;
  const turn = isWrite ? p.CL + p.burst - p.CWL + p.RTRS : p.CWL + p.burst + (sameGroup ? p.WTR_L : p.WTR_S);
  return rank.lastColumn + Math.max(gap, turn);
}

/** Carries out a plan. */
export function applyPlan(p: DramTiming, rank: RankState, request: DramRequest, plan: Plan): void {
  const bank = bankOf(p, rank, request);
  if (plan.precharge >= 0) closeRow(rank, bank, plan.precharge);
  if (plan.activate >= 0) openRow(p, rank, bank, request, plan.activate);
  rank.lastColumn = plan.column;
  rank.lastColumnGroup = request.bankGroup;
  rank.lastColumnWasWrite = Boolean(request.isWrite);
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
}

function closeRow(rank: RankState, bank: BankState, at: number): void {
  rank.openIntervals.push([bank.openedAt, at]);
  bank.openRow = -1;
}

/** Refresh of all banks at the given clock: rows close when they may, then nothing for RP + RFC. */
export function refreshAll(p: DramTiming, rank: RankState, at: number): void {
  const open = rank.banks.filter((bank) => bank.openRow >= 0);
  const start = Math.max(at, ...open.map((bank) => bank.nextPrecharge));
  for (const bank of open) closeRow(rank, bank, start);
  for (const bank of rank.banks) bank.nextActivate = Math.max(bank.nextActivate, start + p.RP + p.RFC);
}
