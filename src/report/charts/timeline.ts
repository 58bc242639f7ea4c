import type { Timeline } from '../../machines/timeline.ts';
import { frame } from '../picture/frame.ts';
import { colourScale, topLegend } from '../picture/legend.ts';
import { mostRows, rowsHeight } from '../picture/name-axis.ts';
import type { ChartStyle } from '../picture/style.ts';
import { LANE_STATES, laneStates, queueFill } from '../timeline/lane-states.ts';
import { refuseMore } from '../timeline/limits.ts';
import type { ChartOf, Row } from './chart.ts';

const title = 'Processing elements over time';

/** Below: what the PE does. Above: how full its queue is, and when that holds up the broadcast. Lightness alone tells them apart too. */
const marks = [
  [LANE_STATES.multiplying, '#56b4e9'],
  [LANE_STATES.paddingZero, '#e69f00'],
  [LANE_STATES.emptyColumn, '#cfe9f7'],
  [LANE_STATES.starved, '#a5487f'],
  ['items in the queue', '#9a9a9a'],
  ['full queue that blocks', '#1a1a1a'],
] as const;

const labels = marks.map(([name]) => name);
const [QUEUE, BLOCKED] = [labels[4], labels[5]];

/** A vector picture of more takes seconds to draw and megabytes to keep. */
const MOST_MARKS = 20_000;
/** Of the height of a PE's row: what it does, and its queue above. */
const WORK = 0.42;
const QUEUE_FROM = 0.46;
const QUEUE_HEIGHT = 0.46;

function most(style: ChartStyle): number {
  return mostRows(style, labels, rowHeight(style));
}

function rowHeight(style: ChartStyle): number {
  return style.fontSize * 1.9;
}

function shownLanes({ lanes }: Timeline, style: ChartStyle): Timeline['lanes'] {
  return lanes.slice(0, most(style));
}

function leftOut(timeline: Timeline, style: ChartStyle): string {
  const { lanes, layer, from, to, cycles } = timeline;
  const count = shownLanes(timeline, style).length;
  const some = count < lanes.length ? `, the first ${count} of ${lanes.length} processing elements` : '';
  return `layer ${layer}, cycles ${from} to ${to} of ${cycles}${some}`;
}

function rowsOf(timeline: Timeline, style: ChartStyle): Row[] {
  const capacity = Math.max(1, timeline.queueCapacity);
  return shownLanes(timeline, style).flatMap((lane, k): Row[] => {
    const bar = (shows: string, from: number, to: number, low: number, high: number, items: number | null): Row => ({
      processingElement: lane.processingElement,
      shows,
      firstCycle: from,
      endCycle: to,
      low: k + low,
      high: k + high,
      items,
    });
    const fills = queueFill(lane, timeline);
    const top = (items: number) => QUEUE_FROM + (QUEUE_HEIGHT * items) / capacity;
    return [
      ...laneStates(lane, timeline).map(({ from, to, value }) => bar(LANE_STATES[value], from, to, 1 - WORK, 1, null)),
      ...fills
        .filter(({ value }) => value > 0)
        .map(({ from, to, value }) => bar(QUEUE, from, to, 1 - top(value), 1 - QUEUE_FROM, value)),
      ...lane.blocked.map(([from, to]) => bar(BLOCKED, from, to + 1, 1 - top(capacity), 1 - QUEUE_FROM, capacity)),
    ];
  });
}

/** What each processing element does in each cycle, with its queue above. */
export const timeline: ChartOf<'timeline'> = {
  name: 'timeline',
  title,
  subject: 'timeline',
  obstacle: ({ lanes }) => (lanes.length === 0 ? 'no processing elements are shown' : undefined),
  leftOut,
  draw: (record, style) => {
    const lanes = shownLanes(record, style);
    const rows = rowsOf(record, style);
    refuseMore('chart', rows.length, 'rectangles', MOST_MARKS);
    const names = lanes.map(({ processingElement }) => `PE ${processingElement}`);
    const centres = lanes.map((_, k) => k + 1 - WORK);
    return frame(style, { title, leftOut: leftOut(record, style), legend: labels }, rows, {
      height: rowsHeight(lanes.length, style, labels, rowHeight(style)),
      mark: { type: 'rect', clip: true },
      encoding: {
        x: {
          field: 'firstCycle',
          type: 'quantitative',
          title: 'Cycle',
          scale: { domain: [record.from, record.to + 1], nice: false, zero: false },
        },
        x2: { field: 'endCycle' },
        y: {
          field: 'low',
          type: 'quantitative',
          title: null,
          scale: { domain: [lanes.length, 0], nice: false },
          axis: {
            values: centres,
            labelExpr: `[${names.map((name) => JSON.stringify(name)).join(',')}][floor(datum.value)]`,
            grid: false,
            ticks: false,
            domain: false,
          },
        },
        y2: { field: 'high' },
        color: {
          field: 'shows',
          type: 'nominal',
          scale: colourScale(marks),
          legend: topLegend(labels, style.width - 4 * style.fontSize, style),
        },
        tooltip: [
          { field: 'processingElement', type: 'nominal', title: 'PE' },
          { field: 'shows', type: 'nominal' },
          { field: 'firstCycle', type: 'quantitative', title: 'from cycle' },
          { field: 'endCycle', type: 'quantitative', title: 'until before' },
          { field: 'items', type: 'quantitative' },
        ],
      },
    });
  },
};
