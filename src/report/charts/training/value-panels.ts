import { extremes } from '../../../base/extremes.ts';
import type { WeightHistogram } from '../../../train/network/weight-histogram.ts';
import { seriesColours } from '../../picture/palette.ts';
import { stackedFrame } from '../../picture/stacked-frame.ts';
import type { ChartStyle } from '../../picture/style.ts';
import type { ChartSpec, Row } from '../chart.ts';

/** A part of the axis of values, and how many weights lie in it; of a shared value both ends are the value. */
export interface ValueRow extends Row {
  readonly panel: string;
  readonly from: number;
  readonly to: number;
  readonly weights: number;
}

/** A panel of its own for each state of a layer's weights, one above the other on one axis of values. */
export interface ValuePanel {
  readonly name: string;
  readonly rows: readonly ValueRow[];
  /** Faint behind the others: what was before. */
  readonly before?: readonly ValueRow[];
}

/** The bins of a histogram as rows of a panel. */
export function binRows({ width, first, counts }: WeightHistogram, panel: string): ValueRow[] {
  return counts.map((weights, bin) => ({
    panel,
    from: (first + bin) * width,
    to: (first + bin + 1) * width,
    weights,
  }));
}

/** Of a panel, in font sizes; three with their names are as high as a slide. */
const HEIGHT = 4.3;

export function valuePanels(
  panels: readonly ValuePanel[],
  heading: { readonly title: string; readonly leftOut: string | undefined },
  style: ChartStyle,
): ChartSpec {
  const all = panels.flatMap(({ rows }) => rows);
  const ends = extremes(all.flatMap(({ from, to }) => [from, to]));
  const room = (ends.most - ends.least) * 0.02;
  const x = (isLast: boolean) => ({
    field: 'from',
    type: 'quantitative',
    title: isLast ? 'Value of a weight' : null,
    scale: { domain: [ends.least - room, ends.most + room], nice: false, zero: false },
    axis: { labels: isLast, grid: false },
  });
  const axis = { tickCount: 3, labelExpr: "format(datum.value, '~s')" };
  const y = { field: 'weights', type: 'quantitative', title: 'Weights', axis };
  const tooltip = ['from', 'to', 'weights'].map((field) => ({ field, type: 'quantitative' }));
  const body = panels.map(({ name, rows, before = [] }, index) => {
    const encoding = { x: x(index === panels.length - 1), y, tooltip };
    const stem = (color: string) => ({ type: 'bar', width: style.fontSize * 0.3, color });
    const bins = {
      mark: { type: 'rect', color: seriesColours[0] },
      encoding: { ...encoding, x2: { field: 'to' }, y2: { datum: 0 } },
    };
    const isShared = rows.every(({ from, to }) => from === to);
    return {
      title: {
        text: name,
        anchor: 'start',
        fontSize: style.fontSize,
        fontWeight: 'normal',
        offset: style.fontSize / 3,
      },
      height: style.fontSize * HEIGHT,
      layer: [
        ...(before.length === 0 ? [] : [{ data: { values: before }, mark: stem('#c0c0c0'), encoding }]),
        {
          transform: [{ filter: `datum.panel === ${JSON.stringify(name)}` }],
          ...(isShared ? { mark: stem(seriesColours[0]), encoding } : bins),
        },
      ],
    };
  });
  return stackedFrame(style, heading, all, body, { left: 5.5, right: 1 });
}
