import { z } from '../../base/zod.ts';
import { CATEGORIES, cells, head, number, text } from './parts.ts';

const machineRun = z.looseObject({
  batch: number,
  timeUs: number,
  energyPj: z.looseObject(
    Object.fromEntries(['total', 'arithmetic', 'sram', 'dram', ...CATEGORIES].map((name) => [name, number])),
  ),
  memoryToArithmeticRatio: number.nullable(),
  usefulWork: number,
  dramBytes: number,
  sramBytes: number,
});

export const machines = z
  .looseObject({
    ...head,
    same: z.looseObject({
      technologyNm: number,
      clockHz: number,
      energyTable: text,
      arithmetic: z.looseObject({ weight: text, activation: text, accumulator: text }),
      dramPart: text,
      multipliers: number.nullable(),
    }),
    network: z.looseObject({ name: text, file: text, layers: number }),
    batches: z.array(number).min(1),
    machines: z
      .array(
        z.looseObject({
          name: text,
          file: text,
          machine: text,
          validation: text.optional(),
          bound: text.optional(),
          multipliers: number,
          onChipBytes: number.optional(),
          areaMm2: number.nullable(),
          storedBitsPerWeight: number,
          droppedWeights: number,
          runs: z.array(machineRun).min(1),
          layers: z.array(z.looseObject({ name: text, runs: z.array(machineRun) })),
        }),
      )
      .min(1),
    measured: z.array(
      z.looseObject({
        platform: text,
        weights: text,
        sparse: z.boolean(),
        caches: text,
        batch: number,
        timeUs: number,
        grossPj: number.nullable(),
        netPj: number.nullable(),
      }),
    ),
    crossover: z
      .looseObject({
        rows: number,
        columns: number,
        activationDensity: number,
        cells: z.array(z.looseObject({ weightDensity: number, batch: number, timeUs: cells, energyPj: cells })),
      })
      .optional(),
    warnings: z.array(text),
  })
  .superRefine(({ batches, machines: compared, crossover }, context) => {
    const wrong = (path: (string | number)[], message: string) => context.addIssue({ code: 'custom', path, message });
    for (const [k, { runs }] of compared.entries())
      if (runs.length !== batches.length) wrong(['machines', k, 'runs'], `a run for each of ${batches.length} batches`);
    for (const [k, { timeUs, energyPj }] of (crossover?.cells ?? []).entries())
      for (const [name, list] of Object.entries({ timeUs, energyPj }))
        if (list.length !== compared.length)
          wrong(['crossover', 'cells', k, name], `a number for each of ${compared.length} machines`);
  });
