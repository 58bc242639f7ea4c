import { charge, priceMap } from '../src/energy/charge.ts';
import { priceActions } from '../src/energy/price-actions.ts';
import type { Eie } from '../src/machines/eie/hardware.ts';
import { simulateLayer } from '../src/machines/eie/simulate-layer.ts';
import { loadEnergyTable } from '../src/node/read-configs.ts';
import type { BenchLayer } from './bench-layer.ts';
import type { Work } from './work.ts';

const VARIANTS = 10_000;

/** Charging the same counts under other prices: what an energy-only axis of a sweep costs. */
export async function chargeWork({ layer, held }: BenchLayer, hardware: Eie): Promise<Work[]> {
  const { actionCounts } = simulateLayer(layer, held, hardware);
  const names = Object.keys(actionCounts);
  const table = await loadEnergyTable(hardware.energy.tableFile);
  const prices = priceMap(priceActions(hardware, table, names).prices);
  const variant = (k: number): Eie => {
    const override = { component: 'sparseMatrix', action: 'read', energyPj: k, attributes: {} };
    return { ...hardware, energy: { ...hardware.energy, overrides: [override] } };
  };
  return [
    { name: `charging ${VARIANTS} times`, run: () => repeat(() => charge(actionCounts, prices)), runs: 5 },
    {
      name: `pricing and charging ${VARIANTS} variants`,
      run: () => repeat((k) => charge(actionCounts, priceMap(priceActions(variant(k), table, names).prices))),
      runs: 3,
    },
  ];
}

function repeat(work: (k: number) => unknown): void {
  for (let k = 0; k < VARIANTS; k++) work(k);
}
