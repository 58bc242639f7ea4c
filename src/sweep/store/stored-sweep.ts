import { z } from '../../base/zod.ts';
import type { SweepFrame } from '../plan/frame.ts';
import type { Fingerprint } from './fingerprint.ts';
import type { Outcome } from './outcome.ts';

/** First record of a journal. */
export interface JournalHead {
  readonly kind: 'sweep';
  readonly frame: SweepFrame;
  readonly fingerprint: Fingerprint;
}

const metrics = z.record(z.string(), z.number().nullable());
const place = z.record(z.string(), z.union([z.string(), z.number()]));
const index = z.int().min(0);

/** A finished point as a line of a journal holds it. */
const outcome = z.strictObject({
  index,
  axes: place,
  metrics,
  layers: z.array(z.strictObject({ name: z.string(), metrics })).optional(),
  doubtful: z.literal(true).optional(),
  error: z.string().optional(),
  warnings: z.array(z.string()).optional(),
});

/** What a sweep is finished with. Machine and prices only go through. */
const head = z.strictObject({
  kind: z.literal('sweep'),
  fingerprint: z.record(z.string(), z.string()),
  frame: z.looseObject({
    schemaVersion: z.literal(1),
    kind: z.literal('sweep'),
    name: z.string(),
    hardware: z.looseObject({}),
    energyTable: z.array(z.looseObject({})),
    axes: z.array(
      z.strictObject({
        name: z.string(),
        unit: z.string().optional(),
        values: z.array(z.union([z.string(), z.number()])),
      }),
    ),
    whereKnown: z.array(z.string()).optional(),
    metrics: z.array(z.string()),
    baseline: place.optional(),
    pareto: z.array(z.strictObject({ metric: z.string(), better: z.enum(['low', 'high']) })).optional(),
    best: z
      .strictObject({ metric: z.string(), better: z.enum(['low', 'high']), where: z.string().nullable() })
      .optional(),
    includeDoubtful: z.literal(true).optional(),
    warnings: z.array(z.string()),
    size: index,
  }),
});

/** A record of a journal as its head, or undefined where it is none. */
export function asHead(record: unknown): JournalHead | undefined {
  return head.safeParse(record).success ? (record as JournalHead) : undefined;
}

/** A record of a journal as a point of the sweep of that head, or undefined where it is none. */
export function asOutcome(record: unknown, { frame }: JournalHead): Outcome | undefined {
  if (!outcome.safeParse(record).success) return undefined;
  const found = record as Outcome;
  const { whereKnown = [] } = frame;
  const isThere = ({ name }: { readonly name: string }) => Object.hasOwn(found.axes, name) || whereKnown.includes(name);
  return found.index < frame.size && frame.axes.every(isThere) ? found : undefined;
}
