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
  /** From clock 0 to the last data returned (posted writes return at once: they may be carried out later, and are counted). */
  readonly cycles: number;
  readonly activates: number;
  readonly reads: number;
  readonly writes: number;
  /** Requests served from a row that another request had opened: reads + writes + lostActivates - activates. */
  readonly rowHits: number;
  /** Rows that were opened and closed by a refresh before anything was read or written. */
  readonly lostActivates: number;
  readonly refreshes: number;
  /** Cycles of the energy window with a row open, and with none. */
  readonly activeStandbyCycles: number;
  readonly prechargeStandbyCycles: number;
}
