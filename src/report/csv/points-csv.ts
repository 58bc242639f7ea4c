import type { SweepResult } from '../../sweep/sweep-result.ts';
import { type CsvValue, csvPieces, csvText } from '../text/csv-text.ts';

/** A sweep as one row a point: axes (unit in the header), metrics, metrics over those of the baseline, front, error. In pieces, for a sweep may have a million points. */
export function pointsCsv(sweep: SweepResult): Generator<string> {
  const axes = sweep.axes.map(({ name, unit }) => ({ name, title: unit === undefined ? name : `${name} (${unit})` }));
  const validation = validationOf(sweep);
  const rowOf = (point: SweepResult['points'][number]): Record<string, CsvValue> => {
    const row: Record<string, CsvValue> = { point: point.index };
    for (const { name, title } of axes) row[title] = point.axes[name] ?? null;
    for (const metric of sweep.metrics) row[metric] = point.metrics[metric] ?? null;
    if (point.relative !== undefined)
      for (const metric of sweep.metrics) row[`${metric} / baseline`] = point.relative[metric] ?? null;
    row.onParetoFront = point.onParetoFront ?? null;
    if (validation.columns.length > 0) Object.assign(row, validation(point.axes));
    row.error = point.error ?? null;
    return row;
  };
  const columns = [
    'point',
    ...axes.map(({ title }) => title),
    ...sweep.metrics,
    ...(sweep.baseline === undefined ? [] : sweep.metrics.map((metric) => `${metric} / baseline`)),
    ...(sweep.pareto === undefined ? [] : ['onParetoFront']),
    ...validation.columns,
    ...(sweep.points.some(({ error }) => error !== undefined) ? ['error'] : []),
  ];
  return csvPieces(columns, sweep.points, rowOf);
}

/** One row for each layer of each point, where the sweep kept them. */
export function pointLayersCsv(sweep: SweepResult): string {
  const validation = validationOf(sweep);
  const rows = sweep.points.flatMap((point) =>
    (point.layers ?? []).map((layer) => ({
      point: point.index,
      layer: layer.name,
      ...layer.metrics,
      ...validation(point.axes),
    })),
  );
  return csvText(['point', 'layer', ...sweep.metrics, ...validation.columns], rows);
}

/** The column that says of which points the machine is a model that nobody validated; none where there is no such machine. */
export function validationOf({ hardware, machines }: SweepResult) {
  const known = new Map(machines?.map(({ value, validation }) => [value, validation]));
  const base = typeof hardware.validation === 'string' ? hardware.validation : undefined;
  const has = machines === undefined ? base !== undefined : machines.some(({ validation }) => validation !== undefined);
  const cells = ({ machine }: SweepResult['points'][number]['axes']): Record<string, CsvValue> =>
    has ? { validation: (machines === undefined ? base : known.get(String(machine))) ?? null } : {};
  return Object.assign(cells, { columns: has ? ['validation'] : [] });
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
    ...ofAll(sweep),
  }));
  const columns = ['axis', 'metric', 'meanElasticity', 'minimumElasticity', 'maximumElasticity', 'largestRatio'];
  return csvText([...columns, ...Object.keys(ofAll(sweep))], rows);
}

/** The same of a row that is of all points: which machines of them are such models. */
function ofAll({ hardware, machines }: SweepResult): Record<string, CsvValue> {
  const base = typeof hardware.validation === 'string' ? [hardware.validation] : [];
  const models =
    machines?.flatMap(({ value, validation }) => (validation === undefined ? [] : [`${value}: ${validation}`])) ?? base;
  return models.length === 0 ? {} : { validation: models.join('; ') };
}

/** Mean and spread over the seeds, one row a point and metric. */
export function seedsCsv(sweep: SweepResult): string {
  const names = sweep.axes.map(({ name }) => name).filter((name) => name !== 'seed');
  const validation = validationOf(sweep);
  const rows = (sweep.seedSpread ?? []).flatMap(({ axes, seeds, metrics }) =>
    Object.entries(metrics).map(([metric, spread]) => ({ ...axes, metric, seeds, ...spread, ...validation(axes) })),
  );
  const columns = ['metric', 'seeds', 'mean', 'standardDeviation', 'minimum', 'maximum'];
  return csvText([...names, ...columns, ...validation.columns], rows);
}
