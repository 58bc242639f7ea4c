import type { ChartSpec, Row } from '../charts/chart.ts';
import { wrapWords } from '../text/wrap-words.ts';
import type { ChartStyle } from './style.ts';
import { vegaConfig } from './vega-config.ts';

export const VEGA_LITE_SCHEMA = 'https://vega.github.io/schema/vega-lite/v6.json';

/** What every chart has in common: schema, width of the style, fonts, title where the style has one, and the data inline. */
export function frame(
  style: ChartStyle,
  title: string,
  rows: readonly Row[],
  body: Readonly<Record<string, unknown>>,
): ChartSpec {
  return {
    $schema: VEGA_LITE_SCHEMA,
    description: title,
    ...(style.titled ? { title } : {}),
    width: style.width,
    autosize: { type: 'fit-x', contains: 'padding' },
    padding: style.fontSize / 4,
    background: '#ffffff',
    config: vegaConfig(style),
    data: { values: rows },
    ...body,
  };
}

/** Description and title of a chart that does not show all of its record: what is left out stands below the title, where the style has one. */
export function noted(style: ChartStyle, title: string, leftOut: string | undefined): Record<string, unknown> {
  if (leftOut === undefined) return {};
  const description = `${title}: ${leftOut}`;
  if (!style.titled) return { description };
  const subtitle = wrapWords(leftOut, Math.floor((style.width * 1.6) / style.fontSize)).split('\n');
  return { description, title: { text: title, subtitle, subtitleFontSize: style.fontSize } };
}
