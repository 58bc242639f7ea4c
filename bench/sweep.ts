import { generateLayer } from '../src/network/generate.ts';
import { loadHardware } from '../src/node/read-configs.ts';
import { loadSweep } from '../src/sweep/config/load-sweep.ts';
import type { SweepAxis, SweepConfig } from '../src/sweep/config/sweep.ts';
import { workerPool } from '../src/sweep/run/worker-pool.ts';
import { runSweep } from '../src/sweep/run-sweep.ts';
import type { Work } from './work.ts';

/** The bundle that users run loads in less time than the many files of build/. */
const BUILT_WORKER = new URL('../../dist/sweep-worker.js', import.meta.url);

/** Sweeps as users run them: the nine-layer benchmark on all cores, points that differ in nothing but energy, and the start of a worker. */
export async function sweepWork(): Promise<Work[]> {
  const designSpace = await loadSweep('eie-design-space');
  const layer = generateLayer({ name: 'tiny', rows: 8, columns: 8, weightDensity: 0.5, activationDensity: 0.5 }, 1);
  const hardware = await loadHardware('eie-64pe');
  return [
    { name: 'eie-design-space, 2240 points of nine layers', run: () => runSweep(designSpace), runs: 1 },
    {
      name: '10000 energy-only points of Alex-7',
      run: () => runSweep(energyOnly(designSpace, 100), { jobs: 0 }),
      runs: 3,
    },
    { name: '1 energy-only point of Alex-7', run: () => runSweep(energyOnly(designSpace, 1), { jobs: 0 }), runs: 3 },
    {
      name: '10000 energy-only points of nine layers',
      run: () => runSweep(ofAllLayers(energyOnly(designSpace, 100)), { jobs: 0 }),
      runs: 1,
    },
    {
      name: '1 energy-only point of nine layers',
      run: () => runSweep(ofAllLayers(energyOnly(designSpace, 1)), { jobs: 0 }),
      runs: 1,
    },
    { name: 'a worker of the built program: start, a tiny task, end', run: () => oneTask(), runs: 9 },
  ];

  async function oneTask(): Promise<void> {
    const pool = await workerPool(1, BUILT_WORKER);
    await pool.execute('pass', { name: 'send', given: { layer, inputs: [], products: 1 }, made: {}, hardware });
    await pool.end();
  }
}

/** size x size points over the clock and the price of a line read, of one layer. */
function energyOnly(base: SweepConfig, size: number): SweepConfig {
  const values = (unit: string, step: number) =>
    Array.from({ length: size }, (_, k) => ({ value: (k + 1) * step, text: `${(k + 1) * step} ${unit}` }));
  const axes: SweepAxis[] = [
    { name: 'clock', target: 'hardware', unit: 'Hz', values: values('Hz', 1e7) },
    { name: 'energy.override.sparseMatrix.read', target: 'hardware', unit: 'pJ', values: values('pJ', 1) },
    { name: 'layer', target: 'network', unit: '', values: [{ value: 'Alex-7', text: 'Alex-7' }] },
  ];
  return { ...base, axes, zip: [], constraints: [], pareto: [], best: null };
}

function ofAllLayers(sweep: SweepConfig): SweepConfig {
  return { ...sweep, axes: sweep.axes.filter(({ name }) => name !== 'layer') };
}
