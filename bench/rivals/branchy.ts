import type { TimingLoop } from './timing-loop.ts';

/** The recurrence as it is written: F_p[n] = max(W[n] + 1, F_p[n-1]) + c_p[n], with a comparison and a jump for every maximum. */
export const branchy: TimingLoop = (scan, { occupancy, lanes }, depth) => {
  const items = scan.columns.length;
  const finish = new Int32Array(lanes);
  const sentAt = new Int32Array(items);
  const lastTaken = new Int32Array(items);
  let tic = 0;
  let end = 0;
  for (let n = 0; n < items; n++) {
    tic += scan.gaps[n];
    if (n >= depth - 1 && lastTaken[n - depth + 1] + 1 > tic) tic = lastTaken[n - depth + 1] + 1;
    sentAt[n] = tic;
    const column = scan.columns[n] * lanes;
    let latest = 0;
    for (let p = 0; p < lanes; p++) {
      const cycles = occupancy[column + p];
      if (cycles === 0) continue; // the spare lane
      let start = tic + 1;
      if (finish[p] > start) start = finish[p];
      if (start > latest) latest = start;
      finish[p] = start + cycles;
      if (finish[p] > end) end = finish[p];
    }
    lastTaken[n] = latest;
  }
  return end;
};
