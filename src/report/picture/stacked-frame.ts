import type { ChartSpec, Row } from '../charts/chart.ts';
import { titleLines } from './axis-unit.ts';
import { frame, type Heading } from './frame.ts';
import type { ChartStyle } from './style.ts';

/** Room beside the plots of stacked panels, in font sizes: axis labels and title on the left, names of lines on the right. */
export interface PanelMargins {
  readonly left: number;
  readonly right: number;
}

/** Labels of an axis on the left, in font sizes. */
const AXIS = 3.9;

/** Room on the left for titles of these, each in two lines where it is longer than its panel is high. */
export function leftMargin(titles: readonly string[], height: number, style: ChartStyle): number {
  return titles.some((title) => titleLines(title, height, style).length > 1) ? 6.8 : 5.5;
}

/**
 * Panels one above the other over the same data. Vega cannot fit such a chart to a width, so the width of the plots is given and the
 * axes on the left all take the same room.
 */
export function stackedFrame(
  style: ChartStyle,
  heading: string | Heading,
  rows: readonly Row[],
  panels: readonly Readonly<Record<string, unknown>>[],
  margins: PanelMargins,
): ChartSpec {
  const size = style.fontSize;
  const whole = frame(style, heading, rows, {});
  const { width: _width, autosize: _autosize, config, ...rest } = whole;
  const panelWidth = style.width - size * (margins.left + margins.right) - size / 2;
  return {
    ...rest,
    data: whole.data,
    spacing: size,
    config: withAxisExtent(config, AXIS * size),
    vconcat: panels.map((panel) => ({ width: Number(panelWidth.toFixed(2)), ...panel })),
  };
}

/** A config in which the axes on the left all take the same room. */
export function withAxisExtent(config: unknown, extent: number): Record<string, unknown> {
  const sections: Record<string, unknown> = typeof config === 'object' && config !== null ? { ...config } : {};
  const axisY = typeof sections.axisY === 'object' ? sections.axisY : {};
  return { ...sections, axisY: { ...axisY, minExtent: extent, maxExtent: extent } };
}
