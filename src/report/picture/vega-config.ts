import type { ChartStyle } from './style.ts';

/** Arimo is what we embed and measure; Liberation Sans, Helvetica and Arial have its widths. */
export const FONT = 'Arimo, Liberation Sans, Helvetica, Arial, sans-serif';

/** Letters of the title, over those of the labels. */
export const TITLE_SIZE = 1.25;

export const ink = '#222222';
export const faintInk = '#666666';
const grid = '#e4e4e4';

/** The `config` of every chart: quiet axes, one font, thin lines in proportion to the letters. */
export function vegaConfig(style: ChartStyle): Record<string, unknown> {
  const size = style.fontSize;
  const line = size / 12;
  const text = { font: FONT, fontSize: size, fill: ink };
  return {
    font: FONT,
    view: { stroke: null },
    axis: {
      labelFont: FONT,
      titleFont: FONT,
      labelFontSize: size,
      titleFontSize: size,
      titleFontWeight: 'normal',
      labelColor: ink,
      titleColor: ink,
      titlePadding: size / 2,
      labelPadding: size / 4,
      tickSize: size / 3,
      tickColor: faintInk,
      tickWidth: line,
      domainColor: faintInk,
      domainWidth: line,
      gridColor: grid,
      gridWidth: line,
      labelLimit: style.width * 0.45,
    },
    axisX: { labelFlush: false, tickCount: Math.round(style.width / (7 * size)) },
    axisY: { titleAlign: 'center' },
    legend: {
      labelFont: FONT,
      titleFont: FONT,
      labelFontSize: size,
      titleFontSize: size,
      titleFontWeight: 'normal',
      labelColor: ink,
      titleColor: ink,
      labelLimit: style.width,
      symbolSize: size * size,
      symbolStrokeWidth: line,
      rowPadding: size / 4,
      columnPadding: size,
      offset: size * 0.8,
      titlePadding: size / 3,
    },
    title: {
      font: FONT,
      fontSize: size * TITLE_SIZE,
      fontWeight: 'bold',
      color: ink,
      anchor: 'start',
      frame: 'group',
      offset: size,
    },
    header: { labelFont: FONT, titleFont: FONT, labelFontSize: size, titleFontSize: size, labelColor: ink },
    text,
    bar: { continuousBandSize: size },
    rule: { strokeWidth: line, color: faintInk },
    line: { strokeWidth: 2 * line },
    tick: { thickness: 2 * line },
    point: { size: size * size * 0.6, strokeWidth: 1.5 * line },
  };
}
