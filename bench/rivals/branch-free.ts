import type { TimingLoop } from './timing-loop.ts';

/** Slack form with sign masks in place of comparisons: one lane in a word, nothing to mispredict. */
export const branchFree: TimingLoop = (scan, { occupancy, lanes }, depth) => {
  const items = scan.columns.length;
  const slack = new Int32Array(lanes);
  const sentAt = new Int32Array(items);
  const most = new Int32Array(items);
  let before = 0;
  for (let n = 0; n < items; n++) {
    let tic = before + scan.gaps[n];
    if (n >= depth - 1) tic = Math.max(tic, sentAt[n - depth + 1] + 2);
    if (n >= depth) tic = Math.max(tic, sentAt[n - depth] + most[n - depth] + 2);
    sentAt[n] = tic;
    const elapsed = tic - before;
    const column = scan.columns[n] * lanes;
    let largest = 0;
    for (let p = 0; p < lanes; p++) {
      const lag = slack[p] - elapsed;
      const next = (lag & ~(lag >> 31)) + occupancy[column + p];
      slack[p] = next;
      largest -= (largest - next) & ((largest - next) >> 31);
    }
    most[n] = largest;
    before = tic;
  }
  return before + 1 + most[items - 1];
};
