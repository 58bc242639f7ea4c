import type { ChartSpec } from '../charts/chart.ts';
import { wrapWords } from '../text/wrap-words.ts';
import type { ChartStyle } from './style.ts';

/** A chart with a remark in its description and in the picture: below the title, or below the plot in a style without titles. */
export function withRemark(spec: ChartSpec, chart: string, style: ChartStyle, remark: string | undefined): ChartSpec {
  if (remark === undefined) return spec;
  const { title, description = chart } = spec as {
    readonly title?: { readonly subtitle?: unknown; readonly offset?: number };
    readonly description?: string;
  };
  const lines = wrapWords(remark, Math.floor((style.width * 1.6) / style.fontSize)).split('\n');
  const below = title?.subtitle === undefined ? [] : [title.subtitle].flat();
  return {
    ...spec,
    description: `${description}${description === chart ? ':' : '.'} ${remark}`,
    title:
      title === undefined
        ? {
            text: lines,
            orient: 'bottom',
            anchor: 'end',
            fontSize: style.fontSize,
            fontWeight: 'normal',
            offset: style.fontSize / 2,
          }
        : {
            subtitleFontSize: style.fontSize,
            ...title,
            ...(title.offset !== undefined && { offset: title.offset + style.fontSize / 2 }),
            subtitle: [...below, ...lines],
          },
  };
}
