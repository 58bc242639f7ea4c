import { largestMagnitude } from '../../base/extremes.ts';
import type { SweepPoint, SweepRecord } from '../records/sweep-record.ts';
import { axisName } from '../text/human-names.ts';
import { uniqueNames } from '../text/layer-labels.ts';
import { axisColumn, axisInShort, levelled } from './sweep-axis.ts';
import { linesAlong, MOST_LINES } from './sweep-slice.ts';

/** One value of one line of a sweep chart. */
export interface SeriesRow {
  readonly series: string;
  readonly [field: string]: string | number | null;
}

/** The axis whose name matches (`activationQueue.depth` by /depth$/), or undefined. */
export function axisNamed(record: SweepRecord, pattern: RegExp): string | undefined {
  return record.axes.find((axis) => pattern.test(axis.name))?.name;
}

/** `64 PEs, depth 8, width 64 bit` for every axis but the one along which a line runs. */
function seriesName(record: SweepRecord, point: SweepPoint, along: string): string {
  const others = record.axes.filter((axis) => axis.name !== along);
  return others
    .map((axis) => axisInShort(axis, point.axes[axis.name]))
    .filter((text) => text !== '')
    .join(', ');
}

/** Whether every point kept its layers, and not more of them than lines can be told apart. */
function hasLayers(record: SweepRecord, metrics: readonly string[]): boolean {
  const kept = (point: SweepPoint) =>
    point.error !== undefined || point.layers?.some((layer) => metrics.every((metric) => metric in layer.metrics));
  const most = largestMagnitude(record.points.map((point) => point.layers?.length));
  return most > 0 && most <= MOST_LINES && record.points.every(kept);
}

/** What of the sweep the lines along an axis do not show. */
export function leftOutAlong(record: SweepRecord, along: string | undefined): string | undefined {
  if (along === undefined) return undefined;
  const level = record.points.some(({ axes }) => axes[along] === undefined)
    ? `a machine without ${axisName(along)} is a level line`
    : undefined;
  return [linesAlong(record, along).leftOut, level].filter((note) => note !== undefined).join('; ') || undefined;
}

/**
 * The values of some metrics along one axis: a line a layer where the sweep kept the layers and has no other axis, otherwise a
 * line for each combination of the other axes (of very many a slice). The axis stands in its `axisColumn`. Failed points are gaps.
 */
export function seriesRows(whole: SweepRecord, along: string, metrics: readonly string[]): SeriesRow[] {
  const { record } = linesAlong(whole, along);
  const column = axisColumn(whole, along);
  const pick = (values: Readonly<Record<string, number | null>>) =>
    Object.fromEntries(metrics.map((metric) => [metric, values[metric] ?? null]));
  if (record.axes.length === 1 && hasLayers(record, metrics)) {
    return record.points.flatMap((point) => {
      const layers = point.layers ?? [];
      const names = uniqueNames(layers.map((layer) => layer.name));
      return layers.map((layer, k) => ({ series: names[k], [column]: point.axes[along], ...pick(layer.metrics) }));
    });
  }
  return levelled(record, along).map((point) => ({
    series: record.axes.length === 1 ? record.name : seriesName(record, point, along),
    [column]: point.axes[along],
    ...pick(point.metrics),
  }));
}

/** The metric, in points or in their layers, that has a value somewhere. */
export function hasMetric(record: SweepRecord, metric: string): boolean {
  return record.points.some(
    (point) =>
      typeof point.metrics[metric] === 'number' ||
      point.layers?.some((layer) => typeof layer.metrics[metric] === 'number'),
  );
}
