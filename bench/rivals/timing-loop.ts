import type { ColumnTables } from '../../src/compress/encoded-streams.ts';
import type { Scan } from '../../src/machines/eie/scan.ts';

/** A way to compute the timing recurrence (eie-timing section 7). Gives the first state in which every PE is done with the last item. */
export type TimingLoop = (scan: Scan, tables: ColumnTables, depth: number) => number;
