import { shortenNames } from '../layer-labels.ts';
import { textWidth } from '../text-width.ts';
import type { Row, Value } from './chart.ts';
import { spreadLabels } from './end-labels.ts';
import { datum, field, quoted } from './field.ts';
import { referenceColour, seriesColours } from './palette.ts';
import { type PositionScale, positionScale } from './position-scale.ts';
import type { ChartStyle } from './style.ts';
import { ink } from './vega-config.ts';

/** A panel of lines: one value against another, one line a series, named at its end. */
export interface LinePanel {
  readonly rows: readonly Row[];
  /** `labelExpr` is the Vega expression of a label, where values are not shown as they are. */
  readonly x: { readonly field: string; readonly title: string; readonly labelExpr?: string };
  /** `field` holds values in the unit of the record; the axis shows them times `factor`. */
  readonly y: { readonly field: string; readonly title: string; readonly factor: number; readonly fromZero: boolean };
  /** Field that tells lines apart; its values are the labels. */
  readonly series: string;
  /** Series drawn faint and dashed behind the others: what is published, or ideal. */
  readonly references?: readonly string[];
  readonly height: number;
  /** Logarithmic y axis of base 2 (speed-up over a range of machines). */
  readonly yLog?: boolean;
  /** Whether lines are named at their ends (default); not where all lie on each other. */
  readonly named?: boolean;
  /** Most labels on the x axis (small panels have room for few). */
  readonly xLabels?: number;
}

/** Lines beyond this number are not named one by one. */
const MOST_LABELS = 16;

function numbers(values: readonly Value[]): number[] {
  return values.filter((value): value is number => typeof value === 'number' && Number.isFinite(value));
}

/** Domain with a little air above; from zero, or from a little below the lowest. */
export function yDomain(values: readonly number[], fromZero: boolean): readonly [number, number] {
  if (values.length === 0) return [0, 1];
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const air = (high - low || Math.abs(high) || 1) * 0.06;
  const bottom = fromZero && low >= 0 ? 0 : low - air;
  return [Number(bottom.toPrecision(6)), Number((high + air).toPrecision(6))];
}

function yScale(panel: LinePanel) {
  const values = numbers(panel.rows.map((row) => row[panel.y.field])).map((value) => value * panel.y.factor);
  if (panel.yLog === true) {
    const positive = values.filter((value) => value > 0);
    const domain = [Math.min(...positive), Math.max(...positive)] as const;
    const span = Math.log(domain[1] / domain[0]) || 1;
    const toUnit = (value: number) => panel.height * (1 - Math.log(Math.max(value, domain[0]) / domain[0]) / span);
    return { scale: { type: 'log', base: 2, domain, nice: false }, toUnit };
  }
  const domain = yDomain(values, panel.y.fromZero);
  const toUnit = (value: number) => panel.height * (1 - (value - domain[0]) / (domain[1] - domain[0]));
  return { scale: { domain, nice: false, zero: false }, toUnit };
}

/** Value at the right end of each line, with its label. */
function ends(panel: LinePanel, series: readonly string[], x: PositionScale) {
  const order = [...new Set(panel.rows.map((row) => row[panel.x.field]))];
  const place = (row: Row) => (x.type === 'ordinal' ? order.indexOf(row[panel.x.field]) : Number(row[panel.x.field]));
  return series.flatMap((name) => {
    const line = panel.rows.filter((row) => row[panel.series] === name && typeof row[panel.y.field] === 'number');
    const last = line.toSorted((a, b) => place(b) - place(a))[0];
    return last === undefined ? [] : [{ series: name, value: Number(last[panel.y.field]) * panel.y.factor }];
  });
}

/** Names at the right border of the plot, pushed apart; they are drawn at a distance from the top, not at a value. */
function nameLayer(
  panel: LinePanel,
  series: readonly string[],
  colours: ReadonlyMap<string, string>,
  style: ChartStyle,
  x: PositionScale,
) {
  const labels = ends(panel, series, x);
  const places = spreadLabels(labels, yScale(panel).toUnit, panel.height, style.fontSize * 1.1);
  const texts = shortenNames(
    labels.map((label) => label.series),
    (text) => textWidth(text, style.fontSize) <= style.width * 0.3,
  );
  return labels.map((label, k) => ({
    data: { values: [{}] },
    mark: {
      type: 'text',
      align: 'left',
      baseline: 'middle',
      text: texts[k],
      color: colours.get(label.series),
      dx: style.fontSize / 2,
    },
    encoding: { x: { value: 'width' }, y: { value: Number(places[k].toFixed(2)) } },
  }));
}

/** The view of a panel, to be put into a frame or one above the other. */
export function linePanel(panel: LinePanel, style: ChartStyle): Record<string, unknown> {
  const series = [...new Set(panel.rows.map((row) => String(row[panel.series])))];
  const references = panel.references ?? [];
  const own = series.filter((name) => !references.includes(name));
  const colours = new Map([
    ...own.map(
      (name, k) => [name, own.length === 1 ? seriesColours[0] : seriesColours[k % seriesColours.length]] as const,
    ),
    ...references.map((name) => [name, referenceColour] as const),
  ]);
  const x = positionScale(
    panel.rows.map((row) => row[panel.x.field]),
    panel.xLabels,
  );
  const encoding = {
    x: {
      field: field(panel.x.field),
      type: x.type,
      title: panel.x.title,
      scale: x.scale,
      axis: panel.x.labelExpr === undefined ? x.axis : { ...x.axis, labelExpr: panel.x.labelExpr },
      sort: null,
    },
    y: { field: 'lineY', type: 'quantitative', title: panel.y.title, scale: yScale(panel).scale },
    color: {
      field: field(panel.series),
      type: 'nominal',
      legend: null,
      scale: { domain: series, range: series.map((name) => colours.get(name) ?? ink) },
    },
    strokeDash: {
      field: field(panel.series),
      type: 'nominal',
      legend: null,
      scale: { domain: series, range: series.map((name) => dash(name, own, style)) },
    },
  };
  const tooltip = [panel.series, panel.x.field, panel.y.field].map((name) => ({ field: field(name), title: name }));
  const named =
    panel.named !== false && series.length > 1 && series.length <= MOST_LABELS
      ? nameLayer(panel, series, colours, style, x)
      : [];
  return {
    height: panel.height,
    layer: [
      {
        transform: [{ calculate: lineY(panel), as: 'lineY' }],
        layer: [
          // Categories have no order along which a line would mean anything.
          ...(x.type === 'ordinal' ? [] : [{ mark: { type: 'line', invalid: 'break-paths-show-domains' }, encoding }]),
          {
            transform: [{ filter: notReference(panel) }],
            mark: {
              type: 'point',
              filled: true,
              opacity: 1,
              size: style.fontSize * style.fontSize * 0.25,
              invalid: 'filter',
            },
            encoding: { x: encoding.x, y: encoding.y, color: encoding.color, tooltip },
          },
        ],
      },
      ...named,
    ],
  };
}

/** A reference has no points of its own that were measured here. */
function notReference(panel: LinePanel): string {
  const references = (panel.references ?? []).map(quoted).join(',');
  return `indexof([${references}], ${datum(panel.series)}) < 0`;
}

function lineY(panel: LinePanel): string {
  const value = datum(panel.y.field);
  return `${value} === null ? null : ${value} * ${panel.y.factor}`;
}

/** Published and ideal lines are dashed; more lines than colours are told apart by dashes too. */
function dash(name: string, own: readonly string[], style: ChartStyle): number[] {
  const unit = style.fontSize / 3;
  const k = own.indexOf(name);
  if (k < 0) return [unit, unit];
  const round = Math.floor(k / seriesColours.length);
  return round === 0 ? [1, 0] : [unit * (round + 1), unit];
}
