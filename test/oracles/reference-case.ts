import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { type DenseLayer, type GeneratorParameters, generate, generatorCodebook } from './eie/eie-gen-1.ts';
import { sharedPath } from './shared-folder.ts';

interface Machine {
  readonly pes: number;
  readonly fifo: number;
  readonly line: number;
}

interface Literal extends Machine {
  readonly rows: number;
  readonly cols: number;
  readonly act: readonly number[];
  /** codes[row][column]. */
  readonly codes: readonly (readonly number[])[];
  readonly bias: readonly number[];
}

interface Totals {
  readonly cycles: number;
  readonly writes: number;
  readonly total_ptr: number;
  readonly total_spm: number;
  readonly output_sha256: string;
}

/** A case file of the authors' simulator (README beside the files tells the fields). */
export interface ReferenceCase {
  readonly id: string;
  readonly kind: string;
  readonly literal?: Literal;
  readonly params?: GeneratorParameters & Machine & { readonly maxJump: number };
  readonly check: {
    readonly nonzero_weights: number;
    readonly stream_entries: number;
    readonly act_sha256: string;
    readonly ptr_sha256: string;
    readonly stream_sha256: string;
  };
  readonly reference: Totals & { readonly efficiency: string; readonly output_length: number };
  readonly instrumented: Readonly<
    Record<
      'broadcasts' | 'stall_cycles' | 'busy' | 'empty_column_cycles' | 'starved' | 'fifo_blocked' | 'bypasses',
      number
    >
  >;
  readonly per_pe?: Readonly<
    Record<'busy' | 'bubble' | 'starved' | 'blocked' | 'bypass' | 'ptrReads' | 'lineReads', readonly number[]>
  >;
  readonly lost_macs: number;
  readonly drained: Totals;
}

/** The machine and the layer of a case. */
export interface CaseSetup {
  readonly processingElements: number;
  readonly queueDepth: number;
  readonly entriesPerLine: number;
  readonly maxJump: number;
  readonly layer: DenseLayer;
}

/** Every case but the dump's, in order of name; none where the data are absent. */
export function readReferenceCases(): ReferenceCase[] {
  const folder = sharedPath('data', 'eie-reference');
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((file) => /^[sl]\d+\.json$/.test(file))
    .toSorted()
    .map((file) => JSON.parse(readFileSync(sharedPath('data', 'eie-reference', file), 'utf8')));
}

function literalLayer({ rows, cols, act, codes, bias }: Literal): DenseLayer {
  return {
    rows,
    columns: cols,
    activations: Float32Array.from(act),
    codes: Uint8Array.from({ length: rows * cols }, (_, k) => codes[k % rows][Math.floor(k / rows)]),
    biasCodes: Uint8Array.from(bias),
    codebook: generatorCodebook,
  };
}

function machineOf({ pes, fifo, line }: Machine) {
  return { processingElements: pes, queueDepth: fifo, entriesPerLine: line };
}

/** Builds the layer that a case describes. */
export function setUpCase({ id, literal, params }: ReferenceCase): CaseSetup {
  if (literal) return { ...machineOf(literal), maxJump: 16, layer: literalLayer(literal) };
  if (params) return { ...machineOf(params), maxJump: params.maxJump, layer: generate(params) };
  throw new Error(`case ${id} has neither a literal layer nor generator parameters`);
}
