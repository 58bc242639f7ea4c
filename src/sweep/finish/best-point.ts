import type { Quantity } from '../../base/quantity.ts';
import { UserError } from '../../base/user-error.ts';
import { condition } from '../plan/condition.ts';
import type { SweepFrame } from '../plan/frame.ts';
import type { SweepPoint, SweepResult } from '../sweep-result.ts';

/** The point with the best value of a metric among those that meet a condition; of equal ones the first. */
export async function bestPoint(
  asked: NonNullable<SweepFrame['best']>,
  axes: SweepResult['axes'],
  points: readonly SweepPoint[],
): Promise<NonNullable<SweepResult['best']>> {
  const holds =
    asked.where === null ? () => true : await condition({ text: asked.where, place: { path: 'best.where' } });
  const sign = asked.better === 'low' ? 1 : -1;
  let best: { index: number; cost: number } | null = null;
  for (const point of points) {
    const value = point.metrics[asked.metric];
    if (typeof value !== 'number') continue;
    const cost = value * sign;
    if ((best === null || cost < best.cost) && meets(point, axes, holds)) best = { index: point.index, cost };
  }
  return { ...asked, point: best?.index ?? null };
}

/** A point that lacks a metric named by the condition does not meet it. */
function meets(
  point: SweepPoint,
  axes: SweepResult['axes'],
  holds: (values: ReadonlyMap<string, Quantity>) => boolean,
): boolean {
  try {
    return holds(quantitiesOf(point, axes));
  } catch (error) {
    if (error instanceof UserError && Object.values(point.metrics).includes(null)) return false;
    throw error;
  }
}

/** Metrics are plain numbers (their names say the unit); axes have their units. */
function quantitiesOf(point: SweepPoint, axes: SweepResult['axes']): Map<string, Quantity> {
  const named = new Map<string, Quantity>();
  for (const { name, unit } of axes) {
    const value = point.axes[name];
    if (typeof value === 'number') named.set(name, { amount: value, unit: unit ?? '' });
  }
  for (const [name, value] of Object.entries(point.metrics))
    if (value !== null) named.set(name, { amount: value, unit: '' });
  return named;
}
