import type { ChartSpec, Row } from '../charts/chart.ts';
import { wrapWords } from '../text/wrap-words.ts';
import { titleLines } from './axis-unit.ts';
import { legendHeight } from './legend.ts';
import type { ChartStyle } from './style.ts';
import { TITLE_SIZE, vegaConfig } from './vega-config.ts';

export const VEGA_LITE_SCHEMA = 'https://vega.github.io/schema/vega-lite/v6.json';

/** What stands above a plot. */
export interface Heading {
  readonly title: string;
  /** What of the record the chart does not show; it stands below the title where the style has one, and in the description always. */
  readonly leftOut?: string | undefined;
  /** Labels of the legend (`topLegend`), for which room is made. */
  readonly legend?: readonly string[];
}

/** What every chart has in common: schema, width of the style, fonts, title where the style has one, room for the legend, and the data inline. */
export function frame(
  style: ChartStyle,
  heading: string | Heading,
  rows: readonly Row[],
  body: Readonly<Record<string, unknown>>,
): ChartSpec {
  const { title, leftOut, legend = [] } = typeof heading === 'string' ? { title: heading } : heading;
  const edge = style.fontSize / 4;
  const room = legend.length === 0 ? 0 : legendHeight(legend, style);
  return {
    $schema: VEGA_LITE_SCHEMA,
    description: leftOut === undefined ? title : `${title}: ${leftOut}`,
    ...(style.titled ? { title: titleOf(style, title, leftOut, room) } : {}),
    width: style.width,
    autosize: { type: 'fit-x', contains: 'padding' },
    padding: style.titled || room === 0 ? edge : { left: edge, right: edge, bottom: edge, top: edge + room },
    background: '#ffffff',
    config: vegaConfig(style),
    data: { values: rows },
    ...body,
  };
}

/** Between a title and the legend below it, in font sizes: its letters reach below the line that they stand on. */
const TITLE_GAP = 0.3;

/** A title, above the legend if there is one. */
function titleOf(style: ChartStyle, title: string, leftOut: string | undefined, room: number): unknown {
  const text = titleLines(title, style.width * 0.65, { ...style, fontSize: style.fontSize * TITLE_SIZE });
  const offset = room === 0 ? {} : { offset: room + TITLE_GAP * style.fontSize };
  if (leftOut === undefined) return { text, ...offset };
  const subtitle = wrapWords(leftOut, Math.floor((style.width * 1.6) / style.fontSize)).split('\n');
  return { text, subtitle, subtitleFontSize: style.fontSize, ...offset };
}
