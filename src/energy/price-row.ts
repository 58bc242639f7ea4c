import { lookUp } from '../base/registry.ts';
import type { Chip } from '../config/chip.ts';
import type { EnergyRow, EnergyTable } from '../config/energy/energy-table.ts';
import { derived } from './energy-report.ts';
import { operationCost } from './models/arithmetic.ts';
import type { ComponentModel, ModelPrice } from './models/component-model.ts';
import * as models from './models/index.ts';
import { componentOf } from './models/made-of.ts';
import { energyScale, scalingRule } from './models/technology-scaling.ts';

/** Component models by the name that a table row gives. */
export const COMPONENT_MODELS: Readonly<Record<string, ComponentModel>> = models;

/** Price of a row on a machine: what its model says, or its own figure, brought to the machine's node by a stated rule. */
export function priceRow(hardware: Chip, table: EnergyTable, row: EnergyRow): ModelPrice {
  if (row.model !== null) {
    const place = { file: table.file, path: `${row.component}.${row.action}` };
    return lookUp('component model', COMPONENT_MODELS, row.model, place)(hardware, row.component, row.action);
  }
  const { source, provenance } = row;
  // DRAM does not follow the node of the logic
  if (hardware.technologyNm === table.technologyNm || componentOf(hardware, row.component)?.madeOf.kind === 'dram')
    return { energyPj: row.energyPj!, source, provenance, warnings: [] };
  return brought(row, row.energyPj!, table, hardware);
}

/**
 * A figure at another node. Arithmetic follows the published figures of both nodes, and is the published figure of the machine's node where the row has
 * that of its own; everything else follows the scaling equations.
 */
function brought(row: EnergyRow, energyPj: number, table: EnergyTable, hardware: Chip): ModelPrice {
  const { technologyNm: toNm } = hardware;
  const warning =
    `energy table ${table.file} is for ${table.technologyNm} nm: figures without a model are brought to ${toNm} nm ` +
    `(arithmetic between 45 and 7 nm by the published figures, the rest by ${scalingRule(toNm)})`;
  const here = operationCost(hardware, row.component, row.action, table.technologyNm);
  const there = operationCost(hardware, row.component, row.action, toNm);
  if (there !== undefined && here?.energyPj === energyPj) return { ...there, warnings: [...there.warnings, warning] };
  const scale = there && here ? there.energyPj / here.energyPj : energyScale(table.technologyNm, toNm);
  return {
    energyPj: energyPj * scale,
    source: `${row.source}; scaled from ${table.technologyNm} to ${toNm} nm`,
    provenance: derived('scaled', row.provenance),
    warnings: [...(there?.warnings ?? []), warning],
  };
}
