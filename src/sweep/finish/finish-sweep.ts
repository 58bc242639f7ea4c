import type { SweepFrame } from '../plan/frame.ts';
import type { Outcome } from '../store/outcome.ts';
import type { PointWarnings } from '../store/point-warnings.ts';
import type { SweepPoint, SweepResult } from '../sweep-result.ts';
import { bestPoint } from './best-point.ts';
import { paretoFront } from './pareto.ts';
import { relativeToBaseline } from './relative.ts';
import { seedSpread } from './seed-spread.ts';
import { sensitivities } from './sensitivity.ts';

/** The record of a sweep from its frame, the outcomes of all points in their order, and what was said of any of them. */
export async function finishSweep(
  frame: SweepFrame,
  outcomes: readonly Outcome[],
  ofPoints: PointWarnings,
): Promise<SweepResult> {
  const { size: _, best, pareto, baseline, includeDoubtful, ...head } = frame;
  const kept = includeDoubtful ? () => true : comparable(outcomes);
  const front =
    pareto === undefined
      ? undefined
      : paretoFront(
          outcomes.map((point) => (kept(point) ? point : NO_METRICS)),
          pareto,
        );
  const relative = baseline === undefined ? undefined : relativeToBaseline(outcomes, baseline);
  const points = outcomes.map((outcome, k): SweepPoint => {
    if (relative === undefined && front === undefined && isPoint(outcome)) return outcome;
    const { index, axes, metrics, doubtful, layers, error } = outcome;
    return {
      index,
      axes,
      metrics,
      ...(doubtful && { doubtful }),
      ...(relative?.[k] && { relative: relative[k] }),
      ...(front && { onParetoFront: front[k] }),
      ...(layers && { layers }),
      ...(error !== undefined && { error }),
    };
  });
  return {
    ...head,
    ...(baseline && { baseline }),
    ...(pareto && { pareto }),
    points,
    ...(best && { best: await bestPoint(best, frame.axes, points.filter(kept)) }),
    ...(frame.axes.some(({ name }) => name === 'seed') && { seedSpread: seedSpread(frame.metrics, points) }),
    sensitivity: sensitivities(frame.axes, frame.metrics, points),
    warnings: [
      ...frame.warnings,
      ...emptyMetrics(frame.metrics, points),
      ...leftOut(
        frame,
        outcomes.filter((point) => !kept(point)),
      ),
      ...ofPoints.told(),
    ],
  };
}

/** Whether an outcome holds nothing beside index, axes and metrics: of most sweeps all do, and a million of them need no copies. */
function isPoint(outcome: Outcome): boolean {
  return Object.keys(outcome).length === 3;
}

const NO_METRICS = { metrics: {} };

/** Which points may be compared: those whose prices are not doubtful, or all where all are doubtful. */
function comparable(points: readonly Doubted[]): (point: Doubted) => boolean {
  const priced = points.filter(({ error }) => error === undefined);
  const allDoubtful = priced.every(({ doubtful }) => doubtful === true);
  return ({ doubtful }) => allDoubtful || doubtful !== true;
}

type Doubted = Pick<SweepPoint, 'doubtful' | 'error'>;

function leftOut({ best, pareto }: SweepFrame, points: readonly unknown[]): string[] {
  if (points.length === 0 || (best === undefined && pareto === undefined)) return [];
  return [
    `${points.length} ${points.length === 1 ? 'point has doubtful prices and is' : 'points have doubtful prices and are'} kept out of the best point and the front; includeDoubtful: true takes ${points.length === 1 ? 'it' : 'them'} in`,
  ];
}

/** A sentence for each metric that no finished point has: the accuracy of a network without labels, say. */
function emptyMetrics(metrics: readonly string[], points: readonly SweepPoint[]): string[] {
  const finished = points.filter(({ error }) => error === undefined);
  if (finished.length === 0) return [];
  return metrics
    .filter((name) => finished.every((point) => point.metrics[name] === null))
    .map((name) => `metric ${name} has no value at any point`);
}
