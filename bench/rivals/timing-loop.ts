import type { Cells } from '../../src/kernels/columns.ts';
import type { Scan } from '../../src/machines/eie/scan.ts';

/** A way to compute the timing recurrence (eie-timing section 7). Gives the first state in which every PE is done with the last item. */
export type TimingLoop = (
  scan: Scan,
  tables: { readonly occupancy: Cells; readonly lanes: number },
  depth: number,
) => number;
