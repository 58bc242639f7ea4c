import type { Component } from './component.ts';

/** A machine that runs layers: everything above it works on what it says here, and never asks which machine it is. */
export interface Machine<Hardware> {
  /** As `machine:` of a hardware config names it. */
  readonly name: string;
  readonly components: readonly Component<Hardware>[];
}
