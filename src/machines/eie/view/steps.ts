import { type Fault, UserError } from '../../../base/user-error.ts';
import { interleaved } from '../../../compress/held-weights.ts';
import type { Layer } from '../../../network/layer.ts';
import { type Made, runPasses } from '../../pass.ts';
import type { ElementState, Flight, LayerSteps, Sendable, StoredEntry } from '../../steps.ts';
import type { Lane, Take, Timeline } from '../../timeline.ts';
import type { EieCounts } from '../count-layer.ts';
import { WRITE_STATES } from '../end-of-layer.ts';
import type { Eie } from '../hardware.ts';
import { PASSES } from '../passes.ts';
import { entriesPerLine } from '../weights/layer-bits.ts';
import { columnEntries } from './column-entries.ts';
import { countsSoFar } from './counts-so-far.ts';
import { type Flights, flightsOf } from './flights.ts';
import { scanState, scanTimes } from './scan-states.ts';
import { ADD, LINE, LOOK_UP, MULTIPLY } from './stages.ts';
import { timelineOf } from './timeline.ts';
import { type WatchedLayer, watch } from './watched-layer.ts';

/** PE-cycles of the largest layer that is taken apart: every one of them is a record of all registers. */
const MOST = 2 ** 15;

const PRODUCT = PASSES.filter((pass) => pass.of === 'product');

/**
 * What every register of the machine holds in every cycle of a product of a small layer, from the passes that a run of it takes; `weights`: what the passes of the
 * weights made.
 * @throws UserError for a layer of too many cycles, and for machines whose steps are others (stored values, no index, the end of layer of the reference)
 */
export function eieSteps(layer: Layer, weights: Made, machine: Eie): LayerSteps {
  refuseOthers(machine);
  const watched = watch(layer, weights, machine);
  const { cycles } = watched;
  const { processingElements: pes } = machine;
  if (cycles * pes > MOST)
    throw UserError.at(
      { path: layer.name },
      `expected a layer of at most ${Math.floor(MOST / pes)} cycles on ${pes} PEs, found ${cycles}`,
      'TOO_LARGE',
    );
  const timeline = timelineOf(watched, {});
  const flights = flightsOf(watched, timeline);
  const { matrix } = layer;
  const scan = scanTimes(timeline, matrix.columns);
  const given = { layer, inputs: [layer.activations], products: 1 };
  const { actionCounts } = runPasses(PRODUCT, given, weights, machine).count as EieCounts;
  const counts = countsSoFar({
    cycles,
    schedule: watched.schedule,
    scan,
    started: flights.started,
    counts: actionCounts,
  });
  const lanes = timeline.lanes.map((lane) => elementStates(lane, timeline, watched, flights));
  return {
    layer: layer.name,
    cycles,
    processingElements: pes,
    rows: matrix.rows,
    columns: matrix.columns,
    queueCapacity: timeline.queueCapacity,
    entriesPerLine: entriesPerLine(machine),
    activations: Array.from(watched.activations),
    codebook: flights.codebook,
    streams: streamsOf(watched),
    states: counts.map((soFar, cycle) => ({
      cycle,
      scan: scanState(cycle, timeline, scan),
      elements: lanes.map((states) => states[cycle]),
      actionCounts: soFar,
    })),
  };
}

function refuseOthers({ encoding, simulation, weights }: Eie): void {
  const refused = (path: string, expected: string, found: string): Fault => ({
    place: { path },
    message: `steps are shown of a machine with ${expected}, found ${found}`,
    code: 'NO_STEPS',
  });
  const faults = [
    ...(encoding.weights === 'codebook' ? [] : [refused('encoding.weights', 'a codebook', encoding.weights)]),
    ...(encoding.indexBits === null ? [refused('encoding.indexBits', 'a relative index', 'none')] : []),
    ...(simulation.rule === 'drained' ? [] : [refused('simulation.rule', 'the rule drained', simulation.rule)]),
    ...(weights.home === 'dram' ? [refused('weights.home', 'its weights on the chip', weights.home)] : []),
  ];
  if (faults.length > 0) throw new UserError(faults);
}

/** Entries of each PE in the order of its memory. */
function streamsOf(watched: WatchedLayer): StoredEntry[][] {
  const pes = Array.from({ length: watched.machine.processingElements }, (_, p) => p);
  const streams: StoredEntry[][] = pes.map(() => []);
  for (let column = 0; column <= watched.layer.matrix.columns; column++)
    for (const [p, entries] of columnEntries(watched, column, pes).entries())
      for (const { row, code, relativeIndex } of entries) streams[p].push({ column, row, code: code!, relativeIndex });
  return streams;
}

/** A PE in every state, 0 to cycles. */
function elementStates(
  { takes, blocked, processingElement: p }: Lane,
  { cycles, broadcasts, processingElements: pes }: Timeline,
  watched: WatchedLayer,
  { started, sumsIn }: Flights,
): ElementState[] {
  const perLine = entriesPerLine(watched.machine);
  const sendable = (item: number): Sendable => {
    const { column, activation } = broadcasts[item];
    return { item, column, activation };
  };
  const states: ElementState[] = [];
  let line: number | null = null;
  for (let state = 0; state <= cycles; state++) {
    const at = (back: number): Flight | null => started[p].get(state - back) ?? null;
    const take = takes.find(({ from, to }) => from <= state && state < to);
    const pointer = take ? { ...sendable(take.item), ...pointerStage(take, state, p, watched) } : null;
    const entry = at(LINE);
    if (entry !== null) line = Math.floor(entry.address / perLine);
    const shown = {
      does: pointer === null ? 'starved' : pointer.first === pointer.end ? 'emptyColumn' : 'busy',
      blocks: blocked.some(([from, to]) => from <= state && state <= to),
      queue: takes.filter(({ queued, from }) => queued <= state && from > state).map(({ item }) => sendable(item)),
      pointer,
      line: line === null ? null : { line, entry },
      lookUp: at(LOOK_UP),
      multiply: at(MULTIPLY),
      add: at(ADD),
      written: at(WRITE_STATES),
      accumulators: Array.from(sumsIn(state)).filter((_, row) => row % pes === p),
    } as const;
    states.push({ ...shown, soFar: state === 0 ? NOTHING : oneMore(states[state - 1].soFar, shown) });
  }
  return states;
}

function pointerStage({ column, entries, from }: Take, state: number, p: number, { held }: WatchedLayer) {
  const { pointers, processingElements: pes } = interleaved(held);
  const first = pointers[column * pes + p];
  const at = entries.length === 0 ? first : first + state - from;
  return { first, end: first + entries.length, at, isTaken: state === from };
}

const NOTHING: ElementState['soFar'] = { busy: 0, emptyColumn: 0, starved: 0, blocked: 0, bypasses: 0 };

function oneMore(
  soFar: ElementState['soFar'],
  { does, blocks, multiply }: Pick<ElementState, 'does' | 'blocks' | 'multiply'>,
): ElementState['soFar'] {
  return {
    ...soFar,
    [does]: soFar[does] + 1,
    blocked: soFar.blocked + Number(blocks),
    bypasses: soFar.bypasses + Number(multiply?.bypasses === true),
  };
}
