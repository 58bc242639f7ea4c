import type { Scan } from '../../src/machines/eie/scan.ts';
import type { ColumnTables } from '../../src/network/layer.ts';

/** A way to compute the timing recurrence (eie-timing section 7). Gives the first state in which every PE is done with the last item. */
export type TimingLoop = (scan: Scan, tables: ColumnTables, depth: number) => number;
