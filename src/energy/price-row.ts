import { lookUp } from '../base/registry.ts';
import type { EnergyRow, EnergyTable } from '../config/energy-table.ts';
import type { Hardware } from '../config/hardware.ts';
import { arithmeticScale } from './models/arithmetic-cost.ts';
import type { ComponentModel, ModelPrice } from './models/component-model.ts';
import { addFormat, multiplyFormat } from './models/component-shapes.ts';
import * as models from './models/index.ts';
import { energyScale, SCALING_SOURCE } from './models/technology-scaling.ts';

/** Component models by the name that a table row gives. */
export const COMPONENT_MODELS: Readonly<Record<string, ComponentModel>> = models;

/** Price of a row on a machine: what its model says, or its own figure, brought to the machine's node by a stated rule. */
export function priceRow(hardware: Hardware, table: EnergyTable, row: EnergyRow): ModelPrice {
  if (row.model !== null) {
    const place = { file: table.file, path: `${row.component}.${row.action}` };
    return lookUp('component model', COMPONENT_MODELS, row.model, place)(hardware, row.component, row.action);
  }
  const energyPj = row.energyPj!;
  if (hardware.technologyNm === table.technologyNm)
    return { energyPj, source: row.source, provenance: row.provenance, warnings: [] };
  return {
    energyPj: energyPj * nodeScale(hardware, table.technologyNm, row),
    source: `${row.source}; scaled from ${table.technologyNm} to ${hardware.technologyNm} nm`,
    provenance: 'scaled',
    warnings: [
      `energy table ${table.file} is for ${table.technologyNm} nm: figures without a model are scaled to ${hardware.technologyNm} nm (arithmetic between 45 and 7 nm by the measured figures, the rest by ${SCALING_SOURCE})`,
    ],
  };
}

/** Arithmetic follows the published figures of both nodes, everything else the scaling equations; DRAM does not follow the logic node. */
function nodeScale(hardware: Hardware, fromNm: number, row: EnergyRow): number {
  const toNm = hardware.technologyNm;
  if (row.component === 'dram') return 1;
  if (row.component === 'arithmeticUnit' && row.action === 'multiply')
    return arithmeticScale('multiply', multiplyFormat(hardware), fromNm, toNm);
  if (row.component === 'arithmeticUnit' && row.action === 'add')
    return arithmeticScale('add', addFormat(hardware), fromNm, toNm);
  return energyScale(fromNm, toNm);
}
