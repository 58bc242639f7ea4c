import { VERSION } from '../../generated/version.ts';
import type { Chip } from '../config/chip.ts';
import type { EnergyTable } from '../config/energy/energy-table.ts';
import { charge } from '../energy/charge.ts';
import { areaIfKnown } from '../energy/models/area.ts';
import { priceCounts } from '../energy/price-actions.ts';
import { ratioRange } from '../energy/ratio-range.ts';
import { machineOf } from '../machines/index.ts';
import { categoriesOf } from '../machines/known/known-components.ts';
import type { Network } from '../network/layer.ts';
import { groupWarnings } from './group-warnings.ts';
import { phaseOf } from './language/phase.ts';
import { type MeasuredLayer, measureLayer, pricedLayer, type SimulatedLayer } from './layer-result.ts';
import { layersAlone } from './layers-alone.ts';
import { recordedHardware } from './recorded-hardware.ts';
import type { RunResult } from './result.ts';
import type { RunOptions } from './run-options.ts';
import { batchTotals, totalsOf } from './totals.ts';

/** The result record of layers that are already simulated: an energy-only change of the machine needs no more than this. */
export function chargeRun(
  hardware: Chip,
  network: Network,
  table: EnergyTable,
  simulated: readonly SimulatedLayer[],
  options: RunOptions = {},
): RunResult {
  const measured = simulated.map((one) => measureLayer(one, hardware, options.outputs === true));
  return priceRun(hardware, { ...network, layersAlone: layersAlone(network) }, table, measured, options);
}

/** A network without its layers. */
export type DescribedNetwork = Pick<
  Network,
  'name' | 'file' | 'seed' | 'warnings' | 'batch' | 'published' | 'tokens'
> & {
  readonly layersAlone: boolean;
};

/** The same of layers that are measured and gone. */
export function priceRun(
  hardware: Chip,
  network: DescribedNetwork,
  table: EnergyTable,
  measured: readonly MeasuredLayer[],
  options: RunOptions = {},
): RunResult {
  const { prices, warnings, layers, totals } = pricedLayers(hardware, network, table, measured);
  const area = areaIfKnown(hardware);
  const { batch = 1 } = network;
  const range = ratioRange(hardware, table, totals.actionCounts);
  return {
    schemaVersion: 1,
    kind: 'run',
    tool: { name: 'picojoule', version: VERSION },
    hardware: recordedHardware(hardware),
    ...(options.origins && { origins: options.origins }),
    energyTable: prices,
    network: {
      name: network.name,
      file: network.file,
      seed: network.seed,
      layers: layers.length,
      ...(network.layersAlone && { layersAlone: true }),
      ...(network.tokens === true && { tokens: true as const }),
      ...(batch > 1 && { batch }),
      ...(network.published && { published: network.published }),
    },
    ...(network.tokens === true && { token: phaseOf(hardware, totals, { passes: 1, tokens: batch }) }),
    ...(area && { area }),
    warnings: groupWarnings(
      [...validationOf(hardware), ...(network.warnings ?? []), ...warnings, ...measured.flatMap((one) => one.warnings)],
      layers.map(({ name }) => name),
    ),
    layers,
    totals,
    ...(range && { memoryToArithmeticRange: range }),
  };
}

/** Measured layers with what they cost, their sums, and the prices. */
export function pricedLayers(
  hardware: Chip,
  { layersAlone: alone, batch = 1 }: Pick<DescribedNetwork, 'layersAlone' | 'batch'>,
  table: EnergyTable,
  measured: readonly MeasuredLayer[],
) {
  const results = measured.map(({ result }) => result);
  const { prices, byName, warnings } = priceCounts(hardware, table, results);
  const categories = categoriesOf(machineOf(hardware));
  const layers = results.map((result) =>
    pricedLayer(result, charge(result.actionCounts, byName, result.name, categories)),
  );
  return { prices, warnings, layers, totals: batchTotals(totalsOf(layers, hardware, alone), batch) };
}

/** What a result says of a machine that is modelled by its rules alone. */
function validationOf({ validation }: Pick<Chip, 'validation'>): readonly string[] {
  return validation === undefined ? [] : [`a model by the rules of its paper, ${validation}`];
}
