import type { ChartSpec } from '../charts/chart.ts';

/** A chart with a remark below its title, where it has one, and in its description always. */
export function withRemark(spec: ChartSpec, remark: string | undefined): ChartSpec {
  if (remark === undefined) return spec;
  const { title, description } = spec as {
    readonly title?: { readonly subtitle?: unknown };
    readonly description?: string;
  };
  const below = title?.subtitle === undefined ? [] : [title.subtitle].flat();
  return {
    ...spec,
    description: `${description ?? ''} (${remark})`,
    ...(title !== undefined && { title: { ...title, subtitle: [...below, remark] } }),
  };
}
