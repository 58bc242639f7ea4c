/** Organisation and timing of one DRAM channel (one rank), times in its own clocks; a line is one burst of 64 bytes. */
export interface DramTiming {
  readonly tCK_ns: number;
  /** Total over the bank groups. */
  readonly banks: number;
  readonly bankGroups: number;
  readonly linesPerRow: number;
  /** Clocks that a line occupies the data bus. */
  readonly burst: number;
  readonly CL: number;
  readonly CWL: number;
  readonly RCD: number;
  readonly RP: number;
  readonly RAS: number;
  readonly RTP: number;
  readonly WR: number;
  readonly CCD_S: number;
  readonly CCD_L: number;
  readonly RRD_S: number;
  readonly RRD_L: number;
  readonly FAW: number;
  /** Window of 32 activations (GDDR); 0: none. */
  readonly AW32: number;
  readonly WTR_S: number;
  readonly WTR_L: number;
  readonly RTRS: number;
  readonly REFI: number;
  readonly RFC: number;
}

/** One line read or written; requests are in the order of their arrival. */
export interface DramRequest {
  readonly arrivalCycle: number;
  readonly bankGroup: number;
  /** Within the bank group. */
  readonly bank: number;
  readonly row: number;
  readonly column: number;
  /** Also 0 and 1, as traces write it. */
  readonly isWrite: boolean | 0 | 1;
}

/** A command as the channel sends it. A refresh is of all banks (bankGroup, bank and row are -1). */
export interface DramCommand {
  readonly cycle: number;
  readonly command: 'activate' | 'precharge' | 'read' | 'write' | 'refresh';
  readonly bankGroup: number;
  readonly bank: number;
  readonly row: number;
}

/** Commands of a run and how long it took, in DRAM clocks. */
export interface DramCounts {
  /** From the first offer to the last data returned (posted writes return at once). */
  readonly cycles: number;
  readonly activates: number;
  readonly reads: number;
  readonly writes: number;
  readonly rowHits: number;
  readonly refreshes: number;
  /** Cycles of the energy window with a row open, and with none. */
  readonly activeStandbyCycles: number;
  readonly prechargeStandbyCycles: number;
}
