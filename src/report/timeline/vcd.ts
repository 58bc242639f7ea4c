import { VERSION } from '../../../generated/version.ts';
import { isPadding, type Lane, type Timeline } from '../../machines/timeline.ts';
import type { Format } from '../formats/format.ts';
import { entriesIn, LANE_STATES, type LaneState, laneStates, queueFill } from './lane-states.ts';
import { refuseMore } from './limits.ts';

/** A wire with its value in each state that is shown; NaN is unknown (x). */
interface Signal {
  readonly name: string;
  readonly bits: number;
  readonly values: Float64Array;
}

interface Scope {
  readonly name: string;
  readonly signals: readonly Signal[];
}

/** Values of all signals in all states: beyond, viewers take minutes. */
const MOST_VALUES = 40_000_000;
/** Signals of a processing element. */
const SIGNALS = 11;

/** Wires of every state as a value change dump (IEEE 1364, section 18): GTKWave, Surfer, every tool of hardware people. */
export const vcd: Format = {
  name: 'vcd',
  description: 'a timeline as waveforms for GTKWave and Surfer',
  kinds: ['timeline'],
  ofRecord: (subject) => {
    if (subject.kind !== 'timeline') return [];
    return [
      { name: 'timeline.vcd', content: vcdText(subject.record) },
      { name: 'pe-states.filter', content: stateFilter() },
    ];
  },
};

/** A translation filter of GTKWave for the wires `state`: a value and its name a line. */
function stateFilter(): string {
  return Object.values(LANE_STATES)
    .map((name, value) => `${value} ${name}\n`)
    .join('');
}

/** The file as text. A wire has its value of state k from k clock periods on. */
export function vcdText(timeline: Timeline): string {
  const { from, to } = timeline;
  refuseMore('vcd', (to - from + 1) * timeline.lanes.length * SIGNALS, 'values of wires', MOST_VALUES);
  const scopes = [control(timeline), ...timeline.lanes.map((lane) => element(lane, timeline))];
  const time = clock(timeline.clockHz);
  return `${header(timeline, scopes, time.unit)}${changes(scopes, timeline, time.at)}`;
}

/** Whole picoseconds where the period has them (800 MHz: 1250 ps), else femtoseconds, each edge rounded for itself. */
function clock(clockHz: number) {
  const unit = Number.isInteger(1e12 / clockHz) ? 'ps' : 'fs';
  const perSecond = unit === 'ps' ? 1e12 : 1e15;
  return { unit, at: (state: number) => Math.round((state * perSecond) / clockHz) };
}

function header(timeline: Timeline, scopes: readonly Scope[], unit: string): string {
  const { layer, machine, cycles, from, to } = timeline;
  const lines = [
    `$version picojoule ${VERSION} $end`,
    `$comment layer ${ascii(layer)} on ${ascii(machine)}: states ${from} to ${to} of ${cycles}; state k lasts from k to k + 1 clock periods $end`,
    `$timescale 1 ${unit} $end`,
    '$scope module eie $end',
  ];
  let number = 0;
  for (const { name, signals } of scopes) {
    lines.push(`$scope module ${name} $end`);
    for (const { name: wire, bits } of signals)
      lines.push(`$var wire ${bits} ${identifier(number++)} ${wire}${bits > 1 ? ` [${bits - 1}:0]` : ''} $end`);
    lines.push('$upscope $end');
  }
  return `${[...lines, '$upscope $end', '$enddefinitions $end'].join('\n')}\n`;
}

function ascii(text: string): string {
  return text.replaceAll(/[^\x20-\x23\x25-\x7e]/g, '?');
}

/** Printable characters from ! to ~, as few as needed. */
function identifier(number: number): string {
  const rest = Math.floor(number / 94);
  return `${rest === 0 ? '' : identifier(rest - 1)}${String.fromCharCode(33 + (number % 94))}`;
}

function changes(scopes: readonly Scope[], { from, to }: Timeline, at: (state: number) => number): string {
  const signals = scopes.flatMap((scope) => scope.signals);
  const names = signals.map((_, number) => identifier(number));
  const blocks: string[] = [];
  for (let k = 0; k <= to - from; k++) {
    const lines: string[] = [];
    for (const [number, { bits, values }] of signals.entries())
      if (k === 0 || !Object.is(values[k], values[k - 1])) lines.push(valueText(values[k], bits, names[number]));
    if (k === 0) blocks.push(`#${at(from)}\n$dumpvars\n${lines.join('\n')}\n$end\n`);
    else if (lines.length > 0) blocks.push(`#${at(from + k)}\n${lines.join('\n')}\n`);
  }
  return `${blocks.join('')}#${at(to + 1)}\n`;
}

function valueText(value: number, bits: number, name: string): string {
  if (bits === 1) return `${Number.isNaN(value) ? 'x' : value}${name}`;
  return `b${Number.isNaN(value) ? 'x' : value.toString(2)} ${name}`;
}

/** The scan: an activation that it holds, whether that waits, and the edge at which it is sent. */
function control(timeline: Timeline): Scope {
  const { broadcasts } = timeline;
  const columnBits = bitsFor(Math.max(1, ...broadcasts.map(({ column }) => column)));
  const [holds, waits, sends, column] = blanks(timeline, [0, 0, 0, Number.NaN]);
  for (const one of broadcasts) {
    fill(holds, timeline, one.found, one.sent, 1);
    fill(column, timeline, one.found, one.sent, one.column);
    fill(waits, timeline, one.found, one.sent - 1, 1);
    fill(sends, timeline, one.sent - 1, one.sent, 1);
  }
  return {
    name: 'scan',
    signals: [
      { name: 'holds_hit', bits: 1, values: holds },
      { name: 'waits', bits: 1, values: waits },
      { name: 'sends', bits: 1, values: sends },
      { name: 'column', bits: columnBits, values: column },
    ],
  };
}

const STATE_NUMBERS = Object.fromEntries(Object.keys(LANE_STATES).map((name, k) => [name, k])) as Record<
  LaneState,
  number
>;

function element(lane: Lane, timeline: Timeline): Scope {
  const entries = [...entriesIn(lane)];
  const most = (values: readonly number[]) => values.reduce((a, b) => Math.max(a, b), 1);
  const [state, queue, blocked, column, row, code] = blanks(timeline, [0, 0, 0, Number.NaN, Number.NaN, Number.NaN]);
  const [readsLine, multiplies, adds, writes, bypasses] = blanks(timeline, [0, 0, 0, 0, 0]);
  for (const span of laneStates(lane, timeline)) fill(state, timeline, span.from, span.to, STATE_NUMBERS[span.value]);
  for (const span of queueFill(lane, timeline)) fill(queue, timeline, span.from, span.to, span.value);
  for (const [from, to] of lane.blocked) fill(blocked, timeline, from, to + 1, 1);
  for (const take of lane.takes) fill(column, timeline, take.from, take.to, take.column);
  for (const { entry, state: at } of entries) {
    const mark = (values: Float64Array, later: number, value = 1) =>
      fill(values, timeline, at + later, at + later + 1, value);
    mark(row, 0, entry.row);
    mark(code, 0, entry.code ?? Number.NaN);
    if (entry.readsLine) mark(readsLine, 1);
    if (entry.bypasses) mark(bypasses, 3);
    if (isPadding(entry)) continue;
    mark(multiplies, 3);
    mark(adds, 4);
    mark(writes, 5);
  }
  return {
    name: `pe${lane.processingElement}`,
    signals: [
      { name: 'state', bits: 2, values: state },
      { name: 'queue', bits: bitsFor(timeline.queueCapacity), values: queue },
      { name: 'blocked', bits: 1, values: blocked },
      { name: 'column', bits: bitsFor(most(lane.takes.map((take) => take.column))), values: column },
      { name: 'row', bits: bitsFor(most(entries.map(({ entry }) => entry.row))), values: row },
      { name: 'code', bits: bitsFor(most(entries.map(({ entry }) => entry.code ?? 1))), values: code },
      { name: 'reads_line', bits: 1, values: readsLine },
      { name: 'multiplies', bits: 1, values: multiplies },
      { name: 'bypasses', bits: 1, values: bypasses },
      { name: 'adds', bits: 1, values: adds },
      { name: 'writes', bits: 1, values: writes },
    ],
  };
}

function bitsFor(largest: number): number {
  return Math.max(1, Math.floor(Math.log2(largest)) + 1);
}

function blanks({ from, to }: Timeline, values: readonly number[]): Float64Array[] {
  return values.map((value) => new Float64Array(to - from + 1).fill(value));
}

/** Sets the states from `first` until before `end`, as far as they are shown. */
function fill(values: Float64Array, { from, to }: Timeline, first: number, end: number, value: number): void {
  for (let state = Math.max(first, from); state < end && state <= to; state++) values[state - from] = value;
}
