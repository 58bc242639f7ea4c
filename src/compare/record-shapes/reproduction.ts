import { z } from '../../base/zod.ts';
import { cells, head, number, text } from './parts.ts';

const numberOrNull = number.nullable();

const choice = z.looseObject({ name: text, title: text, meaning: text, beside: z.boolean().optional() });

const row = z.looseObject({
  id: text,
  name: text,
  unit: text,
  published: numberOrNull,
  place: text,
  table: text.optional(),
  ours: cells,
  differences: cells,
  expected: cells,
  tolerance: number,
  moved: z.boolean(),
  deviation: number.optional(),
  cause: text.optional(),
});

const claim = z.looseObject({
  id: text,
  claim: text,
  place: text,
  found: text,
  holds: z.boolean(),
  deviation: number.optional(),
});

const context = z.looseObject({
  name: text,
  caption: text,
  unit: text,
  columns: z.array(text),
  rows: z.array(z.looseObject({ name: text, values: z.array(z.union([number, text, z.null()])) })),
  note: text.optional(),
});

const figure = z.looseObject({
  name: text,
  title: text,
  kind: z.enum(['bars', 'lines']),
  x: z.looseObject({ title: text }),
  y: z.looseObject({ title: text, logarithmic: z.boolean().optional() }),
  series: z.array(z.looseObject({ name: text, of: z.enum(['published', 'ours', 'measured', 'reference']) })),
  points: z.array(z.looseObject({ series: text, x: z.union([number, text]), y: numberOrNull })),
  note: text,
});

/** A recomputed paper. */
export const reproduction = z
  .looseObject({
    ...head,
    document: z.looseObject({ name: text, title: text, paper: text }),
    set: z.array(text),
    sections: z.array(
      z.looseObject({
        id: text,
        title: text,
        about: z.array(text),
        choices: z.array(choice),
        rows: z.array(row),
        claims: z.array(claim),
        context: z.array(context),
        figures: z.array(figure),
        missing: text.optional(),
      }),
    ),
    deviations: z.array(z.looseObject({ number, title: text, cause: text })),
    moved: z.array(text),
  })
  .superRefine(({ sections }, refinement) => {
    for (const [k, { rows, choices }] of sections.entries())
      for (const [r, { ours, differences, expected }] of rows.entries())
        if ([ours, differences, expected].some(({ length }) => length !== choices.length))
          refinement.addIssue({
            code: 'custom',
            path: ['sections', k, 'rows', r, 'ours'],
            message: `a number for each of the ${choices.length} choices of the section`,
          });
  });
