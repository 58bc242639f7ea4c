import type { DramTiming } from '../../config/dram-timing.ts';
import type { DramCommand } from './dram-requests.ts';

/** One bank: its open row (-1: none) and the earliest clocks of its next commands. */
export interface BankState {
  readonly bankGroup: number;
  /** Within the bank group. */
  readonly bank: number;
  openRow: number;
  openedAt: number;
  /** Column commands since the row was opened. */
  served: number;
  nextActivate: number;
  nextPrecharge: number;
  nextRead: number;
  nextWrite: number;
}

/** What all banks share: the last activations, and when rows were open. */
export interface RankState {
  readonly timing: DramTiming;
  readonly gaps: ColumnGaps;
  readonly banks: readonly BankState[];
  /** Clocks of the last activations, newest last, at most 32. */
  readonly activations: number[];
  /** [opened, closed) of every row that was closed. */
  readonly openIntervals: [number, number][];
  /** Rows that a refresh closed before anything was read or written. */
  lostActivates: number;
  /** Hears every command, in the order of their clocks. */
  readonly onCommand: (command: DramCommand) => void;
}

/** Clocks between two column commands of the channel, to another bank group or to the same. */
interface ColumnGaps {
  readonly alike: SameOrOther;
  readonly readToWrite: number;
  readonly writeToRead: SameOrOther;
}

interface SameOrOther {
  readonly same: number;
  readonly other: number;
}

/** All banks closed, nothing pending. */
export function idleRank(p: DramTiming, onCommand: RankState['onCommand'] = () => {}): RankState {
  const perGroup = p.banks / p.bankGroups;
  return {
    timing: p,
    gaps: columnGaps(p),
    banks: Array.from({ length: p.banks }, (_, k) => ({
      bankGroup: Math.floor(k / perGroup),
      bank: k % perGroup,
      openRow: -1,
      openedAt: 0,
      served: 0,
      nextActivate: 0,
      nextPrecharge: 0,
      nextRead: 0,
      nextWrite: 0,
    })),
    activations: [],
    openIntervals: [],
    lostActivates: 0,
    onCommand,
  };
}

/** With one bank group the part works with groups disabled, and the short times hold. */
function columnGaps(p: DramTiming): ColumnGaps {
  const grouped = p.bankGroups > 1;
  const afterWrite = p.CWL + p.burst;
  const other = Math.max(p.burst, p.CCD_S);
  return {
    alike: { other, same: Math.max(p.burst, grouped ? p.CCD_L : p.CCD_S) },
    readToWrite: Math.max(other, p.CL + p.burst - p.CWL + p.RTRS),
    writeToRead: { other: afterWrite + p.WTR_S, same: afterWrite + (grouped ? p.WTR_L : p.WTR_S) },
  };
}

/** Whether a row may be opened in the bank: RC and RP of the bank, RRD, and at most 4 (32) activations in FAW (AW32). */
export function mayActivate({ timing: p, activations }: RankState, bank: BankState, clock: number): boolean {
  if (clock < bank.nextActivate) return false;
  if (activations.length >= 4 && clock < activations[activations.length - 4] + p.FAW) return false;
  return p.AW32 === 0 || activations.length < 32 || clock >= activations[activations.length - 32] + p.AW32;
}

/** Opens a row. */
export function activate(rank: RankState, bank: BankState, row: number, clock: number): void {
  const p = rank.timing;
  const sameGroup = p.bankGroups > 1 ? p.RRD_L : p.RRD_S;
  for (const other of rank.banks)
    other.nextActivate = Math.max(
      other.nextActivate,
      clock + (other.bankGroup === bank.bankGroup ? sameGroup : p.RRD_S),
    );
  bank.openRow = row;
  bank.openedAt = clock;
  bank.served = 0;
  bank.nextActivate = Math.max(bank.nextActivate, clock + p.RAS + p.RP);
  bank.nextPrecharge = clock + p.RAS;
  bank.nextRead = Math.max(bank.nextRead, clock + p.RCD);
  bank.nextWrite = Math.max(bank.nextWrite, clock + p.RCD);
  rank.activations.push(clock);
  if (rank.activations.length > 32) rank.activations.shift();
  send(rank, bank, 'activate', clock);
}

/** Closes the open row. */
export function precharge(rank: RankState, bank: BankState, clock: number): void {
  send(rank, bank, 'precharge', clock);
  rank.openIntervals.push([bank.openedAt, clock]);
  if (bank.served === 0) rank.lostActivates++;
  bank.openRow = -1;
  bank.nextActivate = Math.max(bank.nextActivate, clock + rank.timing.RP);
}

/** Reads or writes one line of the open row. */
export function readOrWrite(rank: RankState, bank: BankState, isWrite: boolean, clock: number): void {
  const { timing: p, gaps } = rank;
  for (const other of rank.banks) {
    const place = other.bankGroup === bank.bankGroup ? 'same' : 'other';
    const toWrite = isWrite ? gaps.alike[place] : gaps.readToWrite;
    const toRead = isWrite ? gaps.writeToRead[place] : gaps.alike[place];
    other.nextWrite = Math.max(other.nextWrite, clock + toWrite);
    other.nextRead = Math.max(other.nextRead, clock + toRead);
  }
  bank.nextPrecharge = Math.max(bank.nextPrecharge, clock + (isWrite ? p.CWL + p.burst + p.WR : p.RTP));
  bank.served++;
  send(rank, bank, isWrite ? 'write' : 'read', clock);
}

/**
 * One clock of a refresh of all banks that is due: closes an open row that may be closed, or, once none is open and RP is over, refreshes.
 * @returns what was sent, or undefined if the banks have to be waited for.
 */
export function stepRefresh(rank: RankState, clock: number): 'precharge' | 'refresh' | undefined {
  const open = rank.banks.filter((bank) => bank.openRow >= 0);
  if (open.length > 0) {
    const closable = open.find((bank) => clock >= bank.nextPrecharge);
    if (closable) precharge(rank, closable, clock);
    return closable && 'precharge';
  }
  if (rank.banks.some((bank) => clock < bank.nextActivate)) return undefined;
  for (const bank of rank.banks) bank.nextActivate = clock + rank.timing.RFC;
  rank.onCommand({ cycle: clock, command: 'refresh', bankGroup: -1, bank: -1, row: -1 });
  return 'refresh';
}

function send(
  rank: RankState,
  { bankGroup, bank, openRow: row }: BankState,
  command: DramCommand['command'],
  cycle: number,
): void {
  rank.onCommand({ cycle, command, bankGroup, bank, row });
}
