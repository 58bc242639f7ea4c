import { z } from '../../base/zod.ts';
import { quantity } from '../yaml/numeric.ts';
import { PROVENANCES } from './energy-table.ts';
import { pricedAction, rowAttributes } from './row-attributes.ts';

const row = z.strictObject({
  ...pricedAction,
  energy: quantity('energy', 'pJ', {
    minimum: 0,
    maximum: 1e6,
    example: '0.62 pJ',
    description: 'Energy of one action',
  }).optional(),
  model: z
    .string()
    .min(1)
    .optional()
    .meta({ description: 'Component model that computes the energy from the hardware config', examples: ['sram'] }),
  ert: z
    .string()
    .min(1)
    .optional()
    .meta({
      description: 'component.action of the Accelergy ERT that the table names',
      examples: ['system_top_level.shared_glb.read'],
    }),
  csv: z
    .string()
    .min(1)
    .optional()
    .meta({
      description: 'Row of an Accelergy cost table: its file, relative to this one, and what the row must have',
      examples: ['adder.csv(latency=1 ns, action=add)'],
    }),
  ...rowAttributes,
  source: z.string().min(1).meta({ description: 'Where the number comes from' }),
  provenance: z.enum(PROVENANCES).meta({ description: 'How the number came about' }),
});

/** The energy reference table: component -> action -> energy, each with a source. */
export const energyTableSchema = z
  .strictObject({
    name: z.string().min(1).meta({ description: 'Name of the table' }),
    technology: quantity('length', 'nm', {
      minimum: 2,
      maximum: 1000,
      example: '45 nm',
      description: 'Technology node of the numbers',
    }),
    ert: z
      .string()
      .min(1)
      .optional()
      .meta({
        description: 'Accelergy ERT (v0.3, v0.4) that rows may refer to, relative to this file; energies in pJ',
        examples: ['system.ERT.yaml'],
      }),
    rest: z
      .string()
      .min(1)
      .optional()
      .meta({
        description:
          'Table of the same node that prices the actions of which this one has no row: a file beside this one, or a built-in name',
        examples: ['45nm.yaml'],
      }),
    rows: z.array(row).min(1).meta({ description: 'One price a row' }),
  })
  .meta({ title: 'picojoule energy reference table' });

export type EnergyTableConfig = z.output<typeof energyTableSchema>;
export type EnergyRowConfig = z.output<typeof row>;
