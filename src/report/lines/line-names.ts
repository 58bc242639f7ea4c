import type { Row, Value } from '../charts/chart.ts';
import { axisTitle } from '../picture/axis-unit.ts';
import type { PositionScale } from '../picture/position-scale.ts';
import type { ChartStyle } from '../picture/style.ts';
import { ink } from '../picture/vega-config.ts';
import { shortenNames } from '../text/layer-labels.ts';
import { textWidth } from '../text/text-width.ts';
import { spreadLabels } from './end-labels.ts';
import type { LineChart } from './line-chart.ts';
import type { LineLook } from './line-look.ts';
import { lineScale } from './line-scale.ts';

/** Lines beyond this number are not named one by one. */
const MOST_NAMES = 16;

/** Names take at most this part of the width. */
const NAME_SHARE = 0.3;

/** From the end of the plot to a name, in font sizes: the leader that joins a name to its line lies here. */
const LEADER = 1;

/** Stands for all lines where they lie on each other. */
const ALL = 'all';

/** The right end of a line. */
interface LineEnd {
  readonly series: string;
  readonly x: Value;
  readonly value: number;
}

function lineOf(panel: LineChart, name: string): Row[] {
  return panel.rows.filter((row) => row[panel.series] === name && typeof row[panel.y.field] === 'number');
}

function ends(panel: LineChart, series: readonly string[], x: PositionScale): LineEnd[] {
  const order = [...new Set(panel.rows.map((row) => row[panel.x.field]))];
  const place = (row: Row) => (x.type === 'ordinal' ? order.indexOf(row[panel.x.field]) : Number(row[panel.x.field]));
  return series.flatMap((name) => {
    const last = lineOf(panel, name).toSorted((a, b) => place(b) - place(a))[0];
    if (last === undefined) return [];
    return [{ series: name, x: last[panel.x.field], value: Number(last[panel.y.field]) * panel.y.factor }];
  });
}

/** The lines that lie on each other, to six digits, as the energy of a read does that no layer changes: each group with one name. */
function alike(panel: LineChart, series: readonly string[]): string[][] {
  const place = (row: Row) => [row[panel.x.field], Number(row[panel.y.field]).toPrecision(6)];
  const groups = new Map<string, string[]>();
  for (const name of series) {
    const line = JSON.stringify(lineOf(panel, name).map(place));
    groups.set(line, [...(groups.get(line) ?? []), name]);
  }
  return [...groups.values()];
}

/** What stands at the end of lines that lie on each other: their names, what their names share, or how many there are. */
function groupName(group: readonly string[], of: number, fits: (text: string) => boolean): string {
  if (group.length === 1) return group[0];
  if (group.length === of) return ALL;
  const names = group.join(', ');
  if (fits(names)) return names;
  const parts = group.map((name) => name.split(', '));
  const shared = parts[0].filter((part) => parts.every((others) => others.includes(part)));
  const brief = shared.length > 0 ? shared.join(', ') : `${group[0]} and ${group.length - 1} more`;
  return fits(brief) ? brief : `${group.length} lines`;
}

/** Room for the names on the right of a plot whose width is given, in the unit of the style. */
export function namesRoom(series: readonly string[], style: ChartStyle): number {
  if (series.length <= 1) return style.fontSize;
  const widest = Math.max(...series.map((name) => textWidth(name, style.fontSize)));
  return Math.min(widest, style.width * NAME_SHARE) + style.fontSize * (LEADER + 0.7);
}

/**
 * Names on the right of the plot, pushed apart, each joined to the end of its line by a thin leader; they are drawn at a distance
 * from the top, not at a value.
 */
export function lineNames(
  panel: LineChart,
  looks: ReadonlyMap<string, LineLook>,
  x: PositionScale,
  style: ChartStyle,
): Record<string, unknown>[] {
  const series = [...looks.keys()];
  if (series.length < 2 || series.length > MOST_NAMES) return [];
  const groups = alike(panel, series);
  const labels = ends(
    panel,
    groups.map(([name]) => name),
    x,
  );
  // room was made for the longest of the names
  const longest = Math.max(...series.map((name) => textWidth(name, style.fontSize)));
  const fits = (text: string) => textWidth(text, style.fontSize) <= Math.min(longest + 0.01, style.width * NAME_SHARE);
  const groupOf = (label: LineEnd) => groups.find(([name]) => name === label.series) ?? [label.series];
  const { toUnit } = lineScale(panel);
  const places = spreadLabels(labels, toUnit, panel.height, style.fontSize * 1.1);
  const texts = shortenNames(
    labels.map((label) => groupName(groupOf(label), series.length, fits)),
    fits,
  );
  return labels.flatMap((label, k) => {
    const colour = groupOf(label).length > 1 ? ink : looks.get(label.series)?.colour;
    const y = cut(places[k]);
    return [leader(label, panel, x, y, toUnit(label.value), colour, style), nameAt(texts[k], y, colour, style)];
  });
}

const noData = { data: { values: [{}] } };

function leader(
  end: LineEnd,
  panel: LineChart,
  x: PositionScale,
  y: number,
  lineY: number,
  color: string | undefined,
  style: ChartStyle,
) {
  return {
    ...noData,
    mark: { type: 'rule', color, opacity: 0.5, strokeWidth: style.fontSize / 16, x2Offset: style.fontSize * LEADER },
    encoding: {
      x: { datum: end.x, type: x.type, scale: x.scale, title: axisTitle(panel.x.title, x.scale) },
      x2: { value: 'width' },
      y: { value: cut(Math.min(panel.height, Math.max(0, lineY))) },
      y2: { value: y },
    },
  };
}

function nameAt(text: string, y: number, color: string | undefined, style: ChartStyle) {
  return {
    ...noData,
    mark: { type: 'text', align: 'left', baseline: 'middle', text, color, dx: style.fontSize * (LEADER + 0.3) },
    encoding: { x: { value: 'width' }, y: { value: y } },
  };
}

/** Two decimals, and no minus before a zero: it would be lost in JSON. */
function cut(place: number): number {
  return Number(place.toFixed(2)) + 0;
}
