import type { EnergyRow } from '../config/energy/energy-table.ts';
import { type Component, LEAKAGE, type MadeOf } from './component.ts';

/** The model of src/energy/models that knows what each kind of component costs, and where its figures come from. */
const MODELS: Readonly<
  Record<Exclude<MadeOf<never>['kind'], 'other'>, Pick<EnergyRow, 'model' | 'source' | 'provenance'>>
> = {
  sram: { model: 'sram', source: 'CACTI 7.0', provenance: 'modelled' },
  registers: { model: 'registerFile', source: 'Aladdin 40 nm register', provenance: 'scaled' },
  arithmetic: { model: 'arithmetic', source: 'published figures by format and node', provenance: 'interpolated' },
  nonZeroDetection: { model: 'nonZeroDetection', source: 'EIE (ISCA 2016) section VI', provenance: 'published' },
  wire: { model: 'broadcastWire', source: 'CACTI 7.0 wires over the floor plan', provenance: 'assumed' },
  dram: { model: 'dram', source: 'dram-parts.json', provenance: 'datasheet' },
};

/** Leakage of logic is no operation. */
const LOGIC_LEAKAGE = {
  model: 'logicLeakage',
  source: 'Aladdin 40 nm multiplier, leakage per area',
  provenance: 'assumed',
} as const;

/**
 * Rows for all actions of components, each priced by the model of what it is made of: what a machine adds behind every energy table (Machine.prices), so that
 * a table of an older machine, or of a user, prices it too. Components of kind `other` have no model.
 */
export function modelRows<Hardware>(components: readonly Component<Hardware>[]): EnergyRow[] {
  return components.flatMap(({ name, actions, leaks, madeOf }) => {
    const { kind } = madeOf;
    if (kind === 'other') return [];
    const row = (action: string): EnergyRow => {
      const isLogic = action === LEAKAGE && (kind === 'arithmetic' || kind === 'nonZeroDetection');
      return { component: name, action, energyPj: null, attributes: {}, ...(isLogic ? LOGIC_LEAKAGE : MODELS[kind]) };
    };
    return [...actions, ...(leaks ? [LEAKAGE] : [])].map(row);
  });
}
