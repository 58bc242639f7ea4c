import { type Fault, faultsIn } from '../base/user-error.ts';
import type { Chip } from '../config/chip.ts';
import type { EnergyTable } from '../config/energy/energy-table.ts';
import { componentOf } from '../energy/models/made-of.ts';
import { priceActions } from '../energy/price-actions.ts';
import { priceRow } from '../energy/price-row.ts';
import { unknownRows } from '../energy/unknown-rows.ts';
import { has } from '../machines/component.ts';
import { PROBE } from './one-layer/probe-layer.ts';
import { multiply, place, storeLayers } from './store-layers.ts';

/** What a run of any network on this machine would refuse: actions without a price, models and figures that do not exist, memories that CACTI refused. */
export function machineFaults(hardware: Chip, table: EnergyTable): readonly Fault[] {
  return faultsIn(() => {
    const [stored] = storeLayers(hardware, { name: 'probe', file: 'probe', seed: null, layers: [PROBE] }).stored;
    const { counts } = place(stored, multiply(stored, [PROBE.activations]));
    const counted = Object.entries(counts.actionCounts).flatMap(([name, count]) => (count === 0 ? [] : [name]));
    priceActions(hardware, table, counted);
  });
}

/** Rows of a table for actions that no machine has, and those whose model does not exist or does not know the component or the action on any of these machines that has the component (on the first where none has it). */
export function tableFaults(machines: readonly Chip[], table: EnergyTable): readonly Fault[] {
  const unknown = new Map(unknownRows(table).map(({ index, fault }) => [index, fault]));
  return table.rows.flatMap((row, index) => {
    const place = { path: `rows[${index}]` };
    if (row.model === null) return unknown.has(index) ? [{ ...unknown.get(index)!, place }] : [];
    const having = machines.filter((hardware) => {
      const component = componentOf(hardware, row.component);
      return component !== undefined && has(component, hardware);
    });
    const found = (having.length === 0 ? machines.slice(0, 1) : having).map((hardware) =>
      faultsIn(() => priceRow(hardware, table, row)),
    );
    if (found.some((faults) => faults.length === 0)) return [];
    return found[0].map((fault) => ({ ...fault, place }));
  });
}
