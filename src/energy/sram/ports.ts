/** Ports of a memory: read-write (rw), read only (r), write only (w). */
export type Ports = '1rw' | '2rw' | '1rw1r' | '1r1w';

export const PORTS = ['1rw', '2rw', '1rw1r', '1r1w'] as const;

/** What a port more does to a memory, as factors on the figures of one with a single read-write port. */
export interface PortFactors {
  /** Energy of an access inside a bank: longer bit lines and word lines. */
  readonly array: number;
  /** Energy of the tree to the banks: the side grows with the area, and of two ports that both read CACTI drives both trees. */
  readonly tree: number;
  readonly area: number;
  readonly leakage: number;
  readonly gateLeakage: number;
  readonly time: number;
}

/**
 * A second port makes the cell larger in both directions: twice the area, the side times the root of two. Medians of CACTI 7.0 at 45 nm lstp over 8 KiB to
 * 1 MiB in one to eight banks; single memories lie up to a third off, where its choice of organisation changes with the port.
 */
export const PORT_FACTORS: Readonly<Record<Ports, PortFactors>> = {
  '1rw': { array: 1, tree: 1, area: 1, leakage: 1, gateLeakage: 1, time: 1 },
  '2rw': { array: 1.3, tree: 2 * Math.SQRT2, area: 2.1, leakage: 1.17, gateLeakage: 1.06, time: 1.18 },
  '1rw1r': { array: 1.3, tree: 2 * Math.SQRT2, area: 2.1, leakage: 1.26, gateLeakage: 1.34, time: 1.18 },
  '1r1w': { array: 1.35, tree: Math.SQRT2, area: 2, leakage: 1.25, gateLeakage: 1.31, time: 1.16 },
};
