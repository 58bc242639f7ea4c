import { textWidth } from '../text/text-width.ts';
import type { ChartStyle } from './style.ts';

/** A point with a label, at its place in the picture: from the left, and from the top. */
export interface PlacedPoint {
  readonly label: string;
  readonly left: number;
  readonly top: number;
}

/** The labels, to the right of and above their points, that cover none before them and do not reach over the border. */
export function roomyLabels(points: readonly PlacedPoint[], width: number, style: ChartStyle): Set<string> {
  const kept: { left: number; right: number; top: number }[] = [];
  const chosen = new Set<string>();
  const line = style.fontSize * 1.15;
  for (const { label, left, top } of points) {
    const right = left + textWidth(label, style.fontSize) + style.fontSize / 2;
    const isTaken = kept.some((other) => Math.abs(other.top - top) < line && left < other.right && other.left < right);
    if (isTaken || right > width) continue;
    kept.push({ left, right, top });
    chosen.add(label);
  }
  return chosen;
}

/** One of the points in each square of that size: the others would lie on it. */
export function apart<P>(points: readonly P[], place: (point: P) => readonly [number, number], size: number): P[] {
  const taken = new Set<string>();
  return points.filter((point) => {
    const [left, top] = place(point);
    const square = `${Math.floor(left / size)} ${Math.floor(top / size)}`;
    if (taken.has(square)) return false;
    taken.add(square);
    return true;
  });
}
