import type { MeasuredLayer, Platform } from '../../config/platform/platform.ts';
import type { Layer } from '../../network/layer.ts';
import type { MeasuredRun } from './machines-result.ts';

/**
 * What a platform measured of these layers, by name and size: a row for each way of storing and multiplying them in which every layer was measured, with one of the batches.
 */
export function measuredRuns(
  platform: Platform,
  layers: readonly Layer[],
  batches: readonly number[],
): readonly MeasuredRun[] {
  const ways = new Map<string, MeasuredLayer[]>();
  for (const row of platform.layers) {
    if (!batches.includes(row.batch)) continue;
    const way = `${row.weights} ${row.sparse} ${row.caches} ${row.batch}`;
    ways.set(way, [...(ways.get(way) ?? []), row]);
  }
  return [...ways.values()].flatMap((rows) => {
    const found = layers.map(({ name, matrix }) =>
      rows.find((row) => row.layer === name && row.rows === matrix.rows && row.columns === matrix.columns),
    );
    const all = found.filter((row) => row !== undefined);
    if (all.length === 0 || all.length < layers.length) return [];
    const sum = (value: (row: MeasuredLayer) => number | null, factor: number) =>
      all.some((row) => value(row) === null) ? null : all.reduce((total, row) => total + (value(row) ?? 0) * factor, 0);
    const [{ weights, sparse, caches, batch }] = all;
    return [
      {
        platform: platform.name,
        provenance: 'measured' as const,
        weights,
        sparse,
        caches,
        batch,
        timeUs: sum(({ timeUs }) => timeUs, 1)!,
        grossPj: sum(({ grossUj }) => grossUj, 1e6),
        netPj: sum(({ netUj }) => netUj, 1e6),
      },
    ];
  });
}
