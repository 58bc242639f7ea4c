import { axisTitle, titleLines } from '../picture/axis-unit.ts';
import { datum, field, quoted } from '../picture/field.ts';
import { type PositionScale, positionScale } from '../picture/position-scale.ts';
import type { ChartStyle } from '../picture/style.ts';
import type { LineChart } from './line-chart.ts';
import { type LineLook, lineLooks } from './line-look.ts';
import { lineNames } from './line-names.ts';
import { lineScale } from './line-scale.ts';

/** The view of a panel, to be put into a frame or one above the other. */
export function linePanel(panel: LineChart, style: ChartStyle): Record<string, unknown> {
  const series = panel.allSeries ?? [...new Set(panel.rows.map((row) => String(row[panel.series])))];
  const looks = lineLooks(series, panel.references ?? [], style);
  const x = positionScale(
    panel.rows.map((row) => row[panel.x.field]),
    panel.xLabels,
    panel.x.isLinear !== true,
  );
  const encoding = encodingOf(panel, looks, x, style);
  // Categories have no order along which a line would mean anything.
  const lines = x.type === 'ordinal' ? [] : [{ mark: { type: 'line', invalid: 'break-paths-show-domains' }, encoding }];
  return {
    height: panel.height,
    layer: [
      {
        transform: [{ calculate: lineY(panel), as: 'lineY' }],
        layer: panel.marked === false ? lines : [...lines, pointsOf(panel, encoding, style)],
      },
      ...(panel.named === false ? [] : lineNames(panel, looks, x, style)),
    ],
  };
}

function encodingOf(panel: LineChart, looks: ReadonlyMap<string, LineLook>, x: PositionScale, style: ChartStyle) {
  const bySeries = (range: readonly unknown[]) => ({
    field: field(panel.series),
    type: 'nominal',
    legend: panel.legend ?? null,
    scale: { domain: [...looks.keys()], range },
  });
  const { labelExpr } = panel.x;
  const y = lineScale(panel);
  const title = titleLines(axisTitle(panel.y.title, y.scale), panel.height, style);
  return {
    x: {
      field: field(panel.x.field),
      type: x.type,
      title: axisTitle(panel.x.title, x.scale),
      scale: x.scale,
      axis: labelExpr === undefined ? x.axis : { ...x.axis, labelExpr },
      sort: null,
    },
    y: {
      field: 'lineY',
      type: 'quantitative',
      title: title.length === 0 ? null : title,
      scale: y.scale,
      axis: y.axis,
    },
    color: bySeries([...looks.values()].map(({ colour }) => colour)),
    strokeDash: bySeries([...looks.values()].map(({ dash }) => dash)),
  };
}

/** The values themselves; a reference has none that were measured here. */
function pointsOf(panel: LineChart, { x, y, color }: ReturnType<typeof encodingOf>, style: ChartStyle) {
  const references = (panel.references ?? []).map(quoted).join(',');
  const tooltip = [panel.series, panel.x.field, panel.y.field].map((name) => ({ field: field(name), title: name }));
  return {
    transform: [{ filter: `indexof([${references}], ${datum(panel.series)}) < 0` }],
    mark: { type: 'point', filled: true, opacity: 1, size: style.fontSize * style.fontSize * 0.25, invalid: 'filter' },
    encoding: { x, y, color, tooltip },
  };
}

function lineY(panel: LineChart): string {
  const value = datum(panel.y.field);
  return `${value} === null ? null : ${value} * ${panel.y.factor}`;
}
