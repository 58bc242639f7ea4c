import type { ScanState } from '../../steps.ts';
import type { Timeline } from '../../timeline.ts';

/** What the scan of a layer does apart from sending (eie-timing section 1). */
export interface ScanTimes {
  /** Edge that loads scan row r; one more than there are rows of inputs: behind them stands the bias, or nothing. */
  readonly loads: readonly number[];
  /** Edges that find no further hit in a row, the first among them: the reset leaves the register empty. */
  readonly misses: readonly number[];
}

/** A row is loaded with the edge that sends a hit in the last lane of the row before, or with one of its own behind the last hit. */
export function scanTimes(
  { broadcasts, processingElements: pes }: Pick<Timeline, 'broadcasts' | 'processingElements'>,
  inputs: number,
): ScanTimes {
  const loads = [1];
  const misses = [1];
  for (let from = 0; from === 0 || from < inputs; from += pes) {
    const end = Math.min(from + pes, inputs);
    const last = broadcasts.findLast(({ column }) => column >= from && column < end);
    if (last?.column === from + pes - 1) loads.push(last.sent);
    else {
      const miss = (last?.sent ?? loads[loads.length - 1]) + 1;
      misses.push(miss);
      loads.push(miss);
    }
  }
  return { loads, misses };
}

/** What the scan holds in a state, and what the next edge finds. */
export function scanState(state: number, timeline: Timeline, { loads }: ScanTimes): ScanState {
  const { broadcasts, lanes, queueCapacity } = timeline;
  const sent = broadcasts.filter((one) => one.sent <= state).length;
  const next = broadcasts.at(sent);
  const hit = next === undefined || next.found > state ? null : next;
  const full = lanes.flatMap(({ takes }, pe) =>
    takes.filter((take) => take.queued <= state && take.from > state).length === queueCapacity ? [pe] : [],
  );
  const row = loads.filter((edge) => edge <= state).length - 1;
  const isBehindInputs = row === loads.length - 1;
  const without = state === 0 ? 'reset' : isBehindInputs ? 'done' : 'miss';
  return {
    row: row < 0 || (isBehindInputs && hit === null) ? null : row,
    does: hit === null ? without : full.length > 0 ? 'wait' : 'send',
    hit: hit && { item: hit.item, column: hit.column, activation: hit.activation },
    full,
    sent,
  };
}
