import { z } from '../../base/zod.ts';
import { machine } from './machine.ts';
import { count, head, number, spread, text } from './parts.ts';

const metrics = z.record(z.string(), number.nullable());
export const values = z.record(z.string(), z.union([text, number]));
/** A machine of the axis `machine`, without its config and its prices. */
export const bareMachine = z.looseObject({
  value: text,
  name: text,
  validation: text.optional(),
  bound: text.optional(),
});
const better = z.enum(['low', 'high']);

const point = z.looseObject({
  index: count.optional(),
  axes: values,
  metrics,
  relative: metrics.optional(),
  layers: z.array(z.looseObject({ name: text, metrics })).optional(),
  onParetoFront: z.boolean().optional(),
  error: text.optional(),
});

const anySweep = z.looseObject({
  ...head,
  hardware: machine.hardware,
  origins: machine.origins,
  energyTable: machine.energyTable.optional(),
  file: text.optional(),
  network: z.looseObject({ file: text }),
  axes: z
    .array(z.looseObject({ name: text, unit: text.optional(), values: z.array(z.union([text, number])).optional() }))
    .min(1),
  machines: z
    .array(bareMachine.extend({ hardware: machine.hardware, energyTable: machine.energyTable }))
    .describe('the machines of the axis `machine`')
    .optional(),
  whereKnown: z.array(text).describe('axes that some of its machines do not have').optional(),
  metrics: z.array(text).min(1),
  metricDefinitions: z.array(z.looseObject({ name: text, expression: text, unit: text.optional() })).optional(),
  points: z.array(point),
  pareto: z.array(z.looseObject({ metric: text, better })).optional(),
  best: z.looseObject({ point: count.nullable(), metric: text.optional(), better: better.optional() }).optional(),
  baseline: values.optional(),
  sensitivity: z
    .array(
      z.looseObject({
        axis: text,
        metric: text,
        elasticity: z.looseObject({ mean: number, minimum: number, maximum: number }).nullable(),
        largestRatio: number.nullable(),
      }),
    )
    .optional(),
  seedSpread: z
    .array(z.looseObject({ axes: values, seeds: count, metrics: z.record(z.string(), spread.nullable()) }))
    .optional(),
  passes: z.record(z.string(), count),
});

/** Each point lies somewhere on every axis that its machine has; a whole result, which has tables too, says what its axes hold and how its metrics are defined. */
function checkPoints({ value, issues }: z.core.ParsePayload<z.output<typeof anySweep>>): void {
  const { axes, points, whereKnown = [] } = value;
  const require = (found: unknown, path: (string | number)[]) => {
    if (found === undefined) issues.push({ code: 'custom', input: found, path, message: 'a list' });
  };
  if (value.sensitivity !== undefined) {
    require(value.metricDefinitions, ['metricDefinitions']);
    for (const [k, { values: held }] of axes.entries()) require(held, ['axes', k, 'values']);
  }
  for (const [k, { axes: at }] of points.entries())
    for (const { name } of axes)
      if (!Object.hasOwn(at, name) && !whereKnown.includes(name))
        issues.push({ code: 'custom', input: at, path: ['points', k, 'axes'], message: `a value of ${name}` });
}

export const sweep = anySweep.check(checkPoints);

/** A sweep is compared with its machine, prices and definitions. */
export const comparedSweep = anySweep
  .extend({
    hardware: machine.hardware,
    energyTable: machine.energyTable,
    network: z.looseObject({ file: text }),
    axes: z.array(z.looseObject({ name: text, values: z.array(z.union([text, number])) })).min(1),
    metricDefinitions: z.array(z.looseObject({ name: text, expression: text })),
  })
  .check(checkPoints);
