import { z } from '../../base/zod.ts';
import { cells, head, number, text } from './parts.ts';
import { bareMachine, values } from './sweep.ts';

export const comparison = z
  .looseObject({
    ...head,
    warnings: z.array(text).optional(),
    names: z.array(text),
    axes: z.array(z.looseObject({ name: text, unit: text.optional() })).optional(),
    machines: z.array(bareMachine).optional(),
    validation: z.record(z.string(), text).optional(),
    rows: z.array(
      z.looseObject({
        axes: values.optional(),
        label: text,
        metric: text,
        values: cells,
        differences: cells.optional(),
        relativeDifferences: cells.optional(),
      }),
    ),
    changes: z
      .array(
        z.looseObject({
          key: text,
          values: z.array(z.union([text, number, z.boolean()]).nullable()),
          origins: z.array(text),
        }),
      )
      .optional(),
  })
  .check(({ value: { names, rows, changes = [] }, issues }) => {
    const check = (list: readonly unknown[] | undefined, ...path: (string | number)[]) => {
      if (list !== undefined && list.length !== names.length)
        issues.push({ code: 'custom', input: list, path, message: `${names.length} values, one a result` });
    };
    for (const [k, row] of rows.entries())
      for (const key of ['values', 'differences', 'relativeDifferences'] as const) check(row[key], 'rows', k, key);
    for (const [k, change] of changes.entries())
      for (const key of ['values', 'origins'] as const) check(change[key], 'changes', k, key);
  });
