import type { TimingLoop } from './timing-loop.ts';

/**
 * Two lanes of 15 bits and a guard bit in each 32-bit word, branch-free, as the product does it, but without keeping the slack of every item:
 * what the product pays for the waits and the bypasses that it counts afterwards is the difference. Lags of 2^15 and more do not fit.
 */
export const twoLanes: TimingLoop = (scan, { occupancy, lanes }, depth) => {
  const items = scan.columns.length;
  const words = lanes >> 1;
  const pairs = new Int32Array(occupancy.buffer, occupancy.byteOffset, occupancy.length >> 1);
  const slack = new Int32Array(words);
  const sentAt = new Int32Array(items);
  const most = new Int32Array(items);
  const guards = 0x80008000 | 0;
  let before = 0;
  for (let n = 0; n < items; n++) {
    let tic = before + scan.gaps[n];
    if (n >= depth - 1) tic = Math.max(tic, sentAt[n - depth + 1] + 2);
    if (n >= depth) tic = Math.max(tic, sentAt[n - depth] + most[n - depth] + 2);
    sentAt[n] = tic;
    const elapsed = Math.min(tic - before, 0x7fff) * 0x10001;
    const column = scan.columns[n] * words;
    let largest = 0;
    for (let w = 0; w < words; w++) {
      const lag = (slack[w] | guards) - elapsed;
      const kept = lag & guards; // the guard bit survives where the lag has not run out
      const next = (lag & (kept - (kept >>> 15))) + pairs[column + w];
      slack[w] = next;
      const above = ((next | guards) - largest) & guards;
      const mask = above - (above >>> 15);
      largest = (next & mask) | (largest & ~mask);
    }
    most[n] = Math.max(largest & 0xffff, largest >>> 16);
    before = tic;
  }
  return before + 1 + most[items - 1];
};
