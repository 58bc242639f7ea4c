import { interleaved } from '../../../compress/held-weights.ts';
import { arithmeticFormats } from '../../../simulate/outputs/arithmetic.ts';
import { matrixProduct } from '../../../simulate/outputs/matrix-product.ts';
import { operandsOf } from '../../../simulate/outputs/operands.ts';
import type { Flight } from '../../steps.ts';
import { isPadding, type Timeline } from '../../timeline.ts';
import { WRITE_STATES } from '../end-of-layer.ts';
import type { WatchedLayer } from './watched-layer.ts';

/** The entries that the PEs put into their pipelines, and what becomes of the sums. */
export interface Flights {
  /** [PE]: state of the pointer stage -> the entry in it. */
  readonly started: readonly ReadonlyMap<number, Flight>[];
  /** All sums as they are in a state: one for each row of the matrix. */
  readonly sumsIn: (state: number) => Float32Array;
  /** Value of each code, in the weight format. */
  readonly codebook: readonly number[];
}

/** An entry of the timeline with the state in which it is in the pointer stage. */
interface Started {
  readonly pe: number;
  readonly state: number;
  readonly column: number;
  readonly address: number;
  readonly row: number;
  readonly code: number;
  readonly readsLine: boolean;
  readonly bypasses: boolean;
}

/** Every number comes from the pass that multiplies: the sums of a state are the outputs of a layer that ends with its writes. */
export function flightsOf(watched: WatchedLayer, timeline: Timeline): Flights {
  const { matrix } = watched.layer;
  const { relativeIndices, streamStart } = interleaved(watched.held);
  const formats = arithmeticFormats(watched.machine.arithmetic);
  const codebook = [...operandsOf(matrix, formats, true).values];
  const started = startedIn(watched, timeline).toSorted((a, b) => a.state - b.state || a.pe - b.pe);
  const written = started.filter(({ code }) => code !== 0);
  const activations = { values: watched.activations, saturated: 0 };
  const outputsOf = (entries: readonly Started[]): Float32Array =>
    matrixProduct(matrix, watched.schedule.scan.columns, activations, formats, {
      firstItem: 0,
      rows: Uint32Array.from(entries, ({ row }) => row),
      codes: Uint8Array.from(entries, ({ code }) => code),
      columns: Uint32Array.from(entries, ({ column }) => column),
    }).outputs;
  const known = new Map<number, Float32Array>();
  const sumsIn = (state: number): Float32Array => {
    const count = written.filter((one) => one.state + WRITE_STATES <= state).length;
    const sums = known.get(count) ?? outputsOf(written.slice(0, count));
    known.set(count, sums);
    return sums;
  };
  const flight = (one: Started): Flight => {
    const { pe, state, row, code, ...rest } = one;
    const product = code === 0 ? null : outputsOf([one])[row];
    const isBias = one.column === matrix.columns;
    return {
      ...rest,
      row,
      code,
      relativeIndex: relativeIndices[streamStart[pe] + one.address],
      // a bias of its own is in no codebook
      weight: isBias && product !== null && matrix.biasValues !== undefined ? product : codebook[code],
      activation: isBias ? 1 : watched.activations[one.column],
      product,
      addend: code === 0 ? null : sumsIn(state + WRITE_STATES - 1)[row],
      sum: code === 0 ? null : sumsIn(state + WRITE_STATES)[row],
    };
  };
  const lanes = timeline.lanes.map(() => new Map<number, Flight>());
  for (const one of started) lanes[one.pe].set(one.state, flight(one));
  return { started: lanes, sumsIn, codebook };
}

function startedIn({ held }: WatchedLayer, { lanes }: Timeline): Started[] {
  const { pointers, processingElements: pes } = interleaved(held);
  return lanes.flatMap(({ takes }, pe) =>
    takes.flatMap(({ column, from, entries }) =>
      entries.map((entry, k) => ({
        pe,
        state: from + k,
        column,
        address: pointers[column * pes + pe] + k,
        row: entry.row,
        code: isPadding(entry) ? 0 : entry.code!,
        readsLine: entry.readsLine,
        bypasses: entry.bypasses,
      })),
    ),
  );
}
