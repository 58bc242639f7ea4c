import * as fc from 'fast-check';
import { type DenseLayer, draws, generatorCodebook } from './eie/eie-gen-1.ts';

/** A random layer and a machine to run it, small enough to step through. */
export interface RandomRun {
  readonly processingElements: number;
  readonly queueDepth: number;
  readonly entriesPerLine: number;
  readonly indexBits: number;
  readonly hasBias: boolean;
  readonly rows: number;
  readonly columns: number;
  /** Chances out of 65536. */
  readonly weightDensity: number;
  readonly activationDensity: number;
  readonly negative: number;
  readonly biasDensity: number;
  /** Every so many columns one is empty; 0 is none. */
  readonly emptyEvery: number;
  /** Inputs from here on are zero, as a part of all inputs out of 65536. */
  readonly activeUntil: number;
  /** This PE (modulo the PEs) has every weight; -1 is none. */
  readonly overloadedElement: number;
  readonly seed: number;
}

/** Most of the tested range lies in small numbers; the large ones are there, but rare. */
function upTo(max: number, min: number): fc.Arbitrary<number> {
  const small = Math.min(max, 4 * min + 4);
  return fc.oneof(
    { weight: 3, arbitrary: fc.integer({ min, max: small }) },
    { weight: 1, arbitrary: fc.integer({ min, max }) },
  );
}

/** 0 and 1 for certain now and then, otherwise anything between. */
const chance = fc.oneof(
  { weight: 1, arbitrary: fc.constantFrom(0, 65536) },
  { weight: 2, arbitrary: fc.integer({ min: 0, max: 8192 }) },
  { weight: 3, arbitrary: fc.integer({ min: 0, max: 65536 }) },
);

/** Machines of 1 to 256 PEs, queues of 2 to 256, lines of 1 to 64 entries; layers up to `maxRows` x `maxColumns`. */
export function randomRun(maxRows: number, maxColumns: number): fc.Arbitrary<RandomRun> {
  return fc.record({
    processingElements: upTo(256, 1),
    queueDepth: upTo(256, 2),
    entriesPerLine: upTo(64, 1),
    indexBits: fc.integer({ min: 1, max: 5 }),
    hasBias: fc.boolean(),
    rows: fc.integer({ min: 1, max: maxRows }),
    columns: fc.integer({ min: 1, max: maxColumns }),
    weightDensity: chance,
    activationDensity: chance,
    negative: fc.oneof(fc.constant(0), chance),
    biasDensity: chance,
    emptyEvery: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 5 })),
    activeUntil: fc.oneof(fc.constant(65536), fc.integer({ min: 0, max: 65536 })),
    overloadedElement: fc.oneof(fc.constant(-1), fc.integer({ min: 0, max: 255 })),
    seed: fc.integer({ min: 0, max: 0xffffffff }),
  });
}

function drawCodes(run: RandomRun, hits: (chance: number) => boolean, next: () => number): Uint8Array {
  const overloaded = run.overloadedElement % run.processingElements;
  const codes = new Uint8Array(run.rows * run.columns);
  for (let column = 0; column < run.columns; column++) {
    if (run.emptyEvery > 0 && column % run.emptyEvery === 0) continue;
    for (let row = 0; row < run.rows; row++) {
      const isFull = row % run.processingElements === overloaded;
      if (isFull || hits(run.weightDensity)) codes[column * run.rows + row] = 1 + ((next() >>> 8) % 15);
    }
  }
  return codes;
}

/** The layer of a random run: the same run gives the same layer. */
export function drawLayer(run: RandomRun): DenseLayer {
  const next = draws(run.seed);
  const hits = (threshold: number) => next() >>> 16 < threshold;
  const active = Math.ceil((run.columns * run.activeUntil) / 65536);
  const activations = Float32Array.from({ length: run.columns }, (_, column) => {
    if (column >= active || !hits(run.activationDensity)) return 0;
    const value = (1 + (next() >>> 20)) / 1000;
    return hits(run.negative) ? -value : value;
  });
  const codes = drawCodes(run, hits, next);
  const biasCodes = Uint8Array.from({ length: run.rows }, () =>
    hits(run.biasDensity) ? 1 + ((next() >>> 8) % 15) : 0,
  );
  return { rows: run.rows, columns: run.columns, activations, codes, biasCodes, codebook: generatorCodebook };
}
