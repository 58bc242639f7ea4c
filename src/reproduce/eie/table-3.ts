import { LAYERS, TABLE_3 } from '../../papers/eie.ts';
import type { LayerResult, RunResult } from '../../run/result.ts';
import type { FoundRow, FoundSection } from '../section.ts';
import { slug } from '../section.ts';
import { TABLE_III, TABLE_IV } from './choices.ts';
import type { EieRuns } from './eie-runs.ts';

/** Table III: the benchmark. */
export async function table3(runs: EieRuns): Promise<FoundSection> {
  const made = { tableIII: await runs.even(), tableIV: await runs.worked() };
  const row = (layer: (typeof LAYERS)[number], what: string, share: number, value: (found: LayerResult) => number) => ({
    key: `${slug(layer)}/${slug(what)}`,
    name: `${layer}, ${what}`,
    unit: '%',
    published: Number((100 * share).toPrecision(6)),
    place: 'Table III',
    ours: Object.fromEntries(Object.entries(made).map(([name, run]) => [name, 100 * value(layerOf(run, layer))])),
    deviation: 1,
  });
  return {
    key: 'table-3',
    title: 'Table III: the benchmark',
    about: [
      'Densities of the nine layers as they are simulated, and the share of the multiplications of a dense layer that is left (FLOP %), which the paper prints in whole per cent.',
      "The layers themselves are not public, except one. The tool draws them at random; with Table III's densities by default, or with the work that Table IV's theoretical times give: the two tables of the paper do not agree in all layers.",
    ],
    choices: [TABLE_III, TABLE_IV],
    rows: LAYERS.flatMap((layer): FoundRow[] => [
      row(layer, 'weights', TABLE_3[layer].weights, ({ weightDensity }) => weightDensity),
      row(layer, 'activations', TABLE_3[layer].activations, ({ activationDensity }) => activationDensity),
      row(layer, 'FLOP', TABLE_3[layer].flop, (found) => found.multiplyAccumulates / found.denseMultiplyAccumulates),
    ]),
  };
}

export function layerOf({ layers }: Pick<RunResult, 'layers'>, name: string): LayerResult {
  const found = layers.find((layer) => layer.name === name);
  if (found === undefined) throw new Error(`the run has no layer ${name}`);
  return found;
}
