import { z } from '../../base/zod.ts';
import { count, head, number, positive, text, tool } from './parts.ts';

const state = z.int().min(0);

export const timeline = z.looseObject({
  ...head,
  warnings: z.array(text).optional(),
  tool: tool.optional(),
  layer: text,
  machine: text,
  clockHz: positive,
  cycles: count,
  queueCapacity: count,
  from: state,
  to: state,
  broadcasts: z.array(z.looseObject({ item: count, column: count, activation: number, found: state, sent: state })),
  lanes: z.array(
    z.looseObject({
      processingElement: count,
      blocked: z.array(z.tuple([state, state])),
      takes: z.array(
        z.looseObject({
          item: count,
          column: count,
          queued: state,
          from: state,
          to: state,
          entries: z.array(
            z.looseObject({ row: count, code: count.nullable(), readsLine: z.boolean(), bypasses: z.boolean() }),
          ),
        }),
      ),
    }),
  ),
});
