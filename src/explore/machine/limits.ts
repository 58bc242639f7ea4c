import type { CycleBound } from '../../machines/cycle-bound.ts';

export interface Limit {
  /** `scan`, `queue`, `imbalance`, `work`, ... */
  readonly name: string;
  readonly cycles: number;
}

/**
 * What limits a layer: its cycles by what they were waited for. Of the work of the PEs that came last, what a perfect balance would take is work, the rest imbalance.
 * They add up to the cycles, the largest first.
 */
export function limitsOf(bounds: readonly CycleBound[], theoreticalCycles: number): readonly Limit[] {
  const sums = new Map<string, number>();
  const add = (name: string, cycles: number) => {
    if (cycles > 0) sums.set(name, (sums.get(name) ?? 0) + cycles);
  };
  for (const { kind, cycles } of bounds) add(kind, cycles);
  const work = sums.get('work') ?? 0;
  const even = Math.min(work, Math.ceil(theoreticalCycles));
  sums.set('work', even);
  add('imbalance', work - even);
  return [...sums]
    .map(([name, cycles]) => ({ name, cycles }))
    .filter(({ cycles }) => cycles > 0)
    .toSorted((a, b) => b.cycles - a.cycles);
}

const SHORTER: Readonly<Record<string, string>> = {
  scan: 'fewer non-zero activations',
  queue: 'a deeper queue',
  imbalance: 'a deeper queue, fewer PEs, evener weights',
  work: 'more PEs, fewer weights',
  'waiting for DRAM': 'fewer or compressed weights, a faster DRAM part',
  'empty columns': 'fewer PEs, fewer non-zero activations',
};

/** `work 90 %, imbalance 9 %`. */
export function limitsText(limits: readonly Limit[], cycles: number): string {
  const told = limits.filter(({ cycles: own }) => own / cycles >= 0.01).slice(0, 3);
  return told.map(({ name, cycles: own }) => `${name} ${Math.round((own / cycles) * 100)} %`).join(', ');
}

/** What makes the layer shorter, of the limit that is largest behind the work itself. */
export function wayOut(limits: readonly Limit[]): string {
  const most = limits.find(({ name }) => name !== 'work' && name !== 'pipeline') ?? limits[0];
  return most === undefined ? '' : (SHORTER[most.name] ?? '');
}
