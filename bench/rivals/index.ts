import { branchFree } from './branch-free.ts';
import { branchy } from './branchy.ts';
import type { TimingLoop } from './timing-loop.ts';

/** The timing loops that the product's own is measured against. */
export const rivals: Readonly<Record<string, TimingLoop>> = {
  branchy,
  'branch-free': branchFree,
};
