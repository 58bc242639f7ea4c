import type { MeasuredLayer, Platform } from '../../config/platform/platform.ts';
import { LAYERS, MEASURED_MACHINES, type MeasuredMachine, TABLE_4 } from '../../papers/eie.ts';
import { cardHead } from '../cards.ts';
import type { ContextTable } from '../record.ts';
import type { FoundRow, FoundSection } from '../section.ts';
import { slug } from '../section.ts';
import { CAUSES } from './causes.ts';
import { REAL, TABLE_III, TABLE_IV } from './choices.ts';
import type { EieRuns } from './eie-runs.ts';
import { layerOf } from './table-3.ts';

/** Table IV: time of each layer. */
export async function table4(runs: EieRuns): Promise<FoundSection> {
  const [even, worked] = [await runs.even(), await runs.worked()];
  const real = await runs.real();
  const { clockHz, processingElements } = (await runs.machine()).hardware;
  const us = (cycles: number) => (cycles / clockHz) * 1e6;
  const actual = LAYERS.map((layer, k): FoundRow => {
    const known = real.layers.find(({ name }) => name === layer);
    return {
      key: `${slug(layer)}/actual`,
      name: layer,
      table: 'actual',
      unit: 'us',
      published: TABLE_4.eie.actual[k],
      place: 'Table IV, EIE, actual',
      ours: {
        tableIII: layerOf(even, layer).timeUs,
        tableIV: layerOf(worked, layer).timeUs,
        ...(known !== undefined && { real: us(known.cycles) }),
      },
      deviation: 1,
      ...(CAUSES[layer] !== undefined && { cause: CAUSES[layer] }),
    };
  });
  const theoretical = LAYERS.map((layer, k): FoundRow => {
    const entries = real.layers.find(({ name }) => name === layer)?.actionCounts['codebook.read'];
    return {
      key: `${slug(layer)}/theoretical`,
      name: layer,
      table: 'theoretical',
      unit: 'us',
      published: TABLE_4.eie.theoretical[k],
      place: 'Table IV, EIE, theoretical',
      ours: {
        tableIII: us(layerOf(even, layer).theoreticalCycles),
        tableIV: us(layerOf(worked, layer).theoreticalCycles),
        ...(entries !== undefined && { real: us(entries / processingElements) }),
      },
      deviation: 1,
    };
  });
  const platforms = await runs.platforms();
  return {
    key: 'table-4',
    title: 'Table IV: time of one input',
    about: [
      'Time of each layer on the simulated EIE, cycle by cycle (actual), and the time that its work would take with a perfect balance: the entries of the active columns, padding zeros included, over the PEs (theoretical).',
      `The real layers are not public, except one. ${real.note}`,
      'Which layers stand for the others is a choice: with the densities of Table III, the default, nothing of Table IV goes in; with the work of Table IV one published figure a layer does.',
      'Below: Table IV as published, with two machines of today as further columns. Theirs are measured in 2026, not simulated; how, stands below them.',
    ],
    choices: [TABLE_III, TABLE_IV, ...(real.layers.length > 0 ? [REAL] : [])],
    rows: [...actual, ...theoretical],
    context: ([1, 64] as const).flatMap((batch) =>
      (['dense', 'sparse'] as const).map((weights) =>
        timesOf(batch, weights, platforms, (k) => layerOf(even, LAYERS[k]).timeUs),
      ),
    ),
  };
}

/** How the measured machines multiply what Table IV calls dense and sparse: 32-bit floats, as the paper did, weights from DRAM as in a network of many layers. */
export const MEASURED_WEIGHTS = { dense: 'dense fp32', sparse: 'CSR fp32' } as const;

/** What a platform measured of the nine layers, in their order; undefined where it has none. */
export function measuredLayers(
  { layers }: Platform,
  weights: string,
  batch: number,
): readonly (MeasuredLayer | undefined)[] {
  return LAYERS.map((name) =>
    layers.find((one) => one.layer === name && one.weights === weights && one.batch === batch && one.caches === 'cold'),
  );
}

/** One quarter of Table IV, machines of today beside those of the paper. */
function timesOf(
  batch: 1 | 64,
  weights: 'dense' | 'sparse',
  platforms: readonly Platform[],
  ours: (layer: number) => number,
): ContextTable {
  const machines = Object.keys(MEASURED_MACHINES) as MeasuredMachine[];
  const quarter = (machine: MeasuredMachine) => TABLE_4[machine][batch === 1 ? 'batch1' : 'batch64'][weights];
  const today = platforms.map((platform) => measuredLayers(platform, MEASURED_WEIGHTS[weights], batch));
  return {
    name: `eie-table-4-${weights}-batch-${batch}`,
    caption: `Table IV, ${weights} weights, batch ${batch}: time of one input`,
    unit: 'us',
    columns: [
      ...machines.map((machine) => MEASURED_MACHINES[machine]),
      ...platforms.map(cardHead),
      'EIE, published (batch 1)',
      'EIE, simulated (batch 1)',
    ],
    rows: LAYERS.map((name, k) => ({
      name,
      values: [
        ...machines.map((machine) => quarter(machine)[k]),
        ...today.map((layers) => layers[k]?.timeUs ?? null),
        TABLE_4.eie.actual[k],
        Number(ours(k).toPrecision(4)),
      ],
    })),
    ...(batch === 64 && weights === 'sparse' && { note: methodOf(platforms) }),
  };
}

/** How the platforms were measured, once for all. */
function methodOf(platforms: readonly Platform[]): string {
  const [{ method, uncertainty }] = platforms;
  const partly = platforms.filter((one) => measuredLayers(one, MEASURED_WEIGHTS.dense, 1).includes(undefined));
  const missing = partly.map((one) => {
    const names = LAYERS.filter((_, k) => measuredLayers(one, MEASURED_WEIGHTS.dense, 1)[k] !== undefined);
    return ` Of ${one.name} only ${names.join(', ')} was measured.`;
  });
  const devices = platforms.map(({ device, measured }) => `${device}; measured ${measured}`).join('. ');
  const percent = (share: number) => `${(100 * share).toFixed(0)} %`;
  return `Measured machines: ${devices}. ${MEASURED_WEIGHTS.dense} by cuBLAS, ${MEASURED_WEIGHTS.sparse} by cuSPARSE, weights cold (from DRAM), as the paper's baselines. Time: ${method.time}. Energy: ${method.energy} Data: ${method.data}. Uncertainty of times ${percent(uncertainty.time)}, of energies ${percent(uncertainty.energy)}.${missing.join('')}`;
}
