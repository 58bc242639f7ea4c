import type { SweepResult } from '../../sweep/sweep-result.ts';
import { type CsvValue, csvText } from '../text/csv-text.ts';

/** A sweep as one row a point: axes (unit in the header), metrics, metrics over those of the baseline, front, error. */
export function pointsCsv(sweep: SweepResult): string {
  const axes = sweep.axes.map(({ name, unit }) => ({ name, title: unit === undefined ? name : `${name} (${unit})` }));
  const rows = sweep.points.map((point): Record<string, CsvValue> => {
    const row: Record<string, CsvValue> = { point: point.index };
    for (const { name, title } of axes) row[title] = point.axes[name];
    for (const metric of sweep.metrics) row[metric] = point.metrics[metric] ?? null;
    for (const metric of sweep.metrics) row[`${metric} / baseline`] = point.relative?.[metric] ?? null;
    return { ...row, onParetoFront: point.onParetoFront ?? null, error: point.error ?? null };
  });
  const columns = [
    'point',
    ...axes.map(({ title }) => title),
    ...sweep.metrics,
    ...(sweep.baseline === undefined ? [] : sweep.metrics.map((metric) => `${metric} / baseline`)),
    ...(sweep.pareto === undefined ? [] : ['onParetoFront']),
    ...(sweep.points.some(({ error }) => error !== undefined) ? ['error'] : []),
  ];
  return csvText(columns, rows);
}

/** One row for each layer of each point, where the sweep kept them. */
export function pointLayersCsv(sweep: SweepResult): string {
  const rows = sweep.points.flatMap((point) =>
    (point.layers ?? []).map((layer) => ({ point: point.index, layer: layer.name, ...layer.metrics })),
  );
  return csvText(['point', 'layer', ...sweep.metrics], rows);
}

/** How each metric follows each axis. */
export function sensitivityCsv(sweep: SweepResult): string {
  const rows = sweep.sensitivity.map(({ axis, metric, elasticity, largestRatio }) => ({
    axis,
    metric,
    meanElasticity: elasticity?.mean ?? null,
    minimumElasticity: elasticity?.minimum ?? null,
    maximumElasticity: elasticity?.maximum ?? null,
    largestRatio,
  }));
  const columns = ['axis', 'metric', 'meanElasticity', 'minimumElasticity', 'maximumElasticity', 'largestRatio'];
  return csvText(columns, rows);
}

/** Mean and spread over the seeds, one row a point and metric. */
export function seedsCsv(sweep: SweepResult): string {
  const names = sweep.axes.map(({ name }) => name).filter((name) => name !== 'seed');
  const rows = (sweep.seedSpread ?? []).flatMap(({ axes, seeds, metrics }) =>
    Object.entries(metrics).map(([metric, spread]) => ({ ...axes, metric, seeds, ...spread })),
  );
  return csvText([...names, 'metric', 'seeds', 'mean', 'standardDeviation', 'minimum', 'maximum'], rows);
}
