/** A label that wants to stand at a height, and where it may. */
export interface EndLabel {
  readonly series: string;
  readonly value: number;
}

/**
 * Heights for labels beside the ends of lines: as near as possible to their lines, in the same order, none on another.
 * @param toUnit value -> distance from the top of the plot, growing downwards
 * @param height of the plot; labels stay within
 * @param spacing least distance of two labels, in the unit of height
 * @returns distance of each label from the top, in the order of `labels`
 */
export function spreadLabels(
  labels: readonly EndLabel[],
  toUnit: (value: number) => number,
  height: number,
  spacing: number,
): number[] {
  const order = labels.map((_, k) => k).toSorted((a, b) => labels[b].value - labels[a].value || a - b);
  const wanted = order.map((k) => Math.min(height, Math.max(0, toUnit(labels[k].value))));
  const step = Math.min(spacing, labels.length > 1 ? height / (labels.length - 1) : spacing);
  for (let k = 1; k < wanted.length; k++) wanted[k] = Math.max(wanted[k], wanted[k - 1] + step);
  const last = wanted.length - 1;
  if (last >= 0) wanted[last] = Math.min(wanted[last], height);
  for (let k = last - 1; k >= 0; k--) wanted[k] = Math.min(wanted[k], wanted[k + 1] - step);
  const places: number[] = Array.from({ length: labels.length });
  for (const [k, label] of order.entries()) places[label] = wanted[k];
  return places;
}
