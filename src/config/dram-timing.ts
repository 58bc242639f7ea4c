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
  /** 2: row and column commands have a bus each (HBM); 1 unless given. */
  readonly commandBuses?: number;
}
