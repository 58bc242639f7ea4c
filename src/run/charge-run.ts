import { VERSION } from '../../generated/version.ts';
import type { Chip } from '../config/chip.ts';
import type { EnergyTable } from '../config/energy/energy-table.ts';
import { charge, priceMap } from '../energy/charge.ts';
import { areaIfKnown } from '../energy/models/area.ts';
import { priceCounts } from '../energy/price-actions.ts';
import { ratioRange } from '../energy/ratio-range.ts';
import { machineOf } from '../machines/index.ts';
import { categoriesOf } from '../machines/known-components.ts';
import type { Made } from '../machines/pass.ts';
import type { Layer, Network } from '../network/layer.ts';
import type { LayerCounts } from '../simulate/layer-counts.ts';
import { quantizationWarnings } from './formats/quantization-loss.ts';
import type { SummedCounts } from './graph/sum-counts.ts';
import { groupWarnings } from './group-warnings.ts';
import { layerResult } from './layer-result.ts';
import { layersAlone } from './layers-alone.ts';
import { recordedHardware } from './recorded-hardware.ts';
import type { RunResult } from './result.ts';
import type { RunOptions } from './run-options.ts';
import { totalsOf } from './totals.ts';

/** A layer with what was counted in it. */
export interface SimulatedLayer {
  readonly layer: Layer;
  /** What the passes of its weights made. */
  readonly made: Made;
  readonly counts: LayerCounts | SummedCounts;
  /** The machine as this layer saw it, where its number formats are its own. */
  readonly hardware?: Chip;
  /** What of it does not fit the machine. */
  readonly warnings?: readonly string[];
}

/** The result record of layers that are already simulated: an energy-only change of the machine needs no more than this. */
export function chargeRun(
  hardware: Chip,
  network: Network,
  table: EnergyTable,
  simulated: readonly SimulatedLayer[],
  options: RunOptions = {},
): RunResult {
  const counted = simulated.map(({ layer, counts }) => ({ name: layer.name, actionCounts: counts.actionCounts }));
  const { prices, warnings } = priceCounts(hardware, table, counted);
  const area = areaIfKnown(hardware);
  const map = priceMap(prices);
  const categories = categoriesOf(machineOf(hardware));
  const layers = simulated.map(({ layer, made, counts, hardware: own }) => {
    const energyPj = charge(counts.actionCounts, map, layer.name, categories);
    const result = layerResult(layer, made, counts, energyPj, own ?? hardware, options.outputs === true);
    return own === undefined || own === hardware ? result : { ...result, formats: own.arithmetic };
  });
  const totals = totalsOf(layers, hardware, layersAlone(network));
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
      layers: network.layers.length,
      ...(layersAlone(network) && { layersAlone: true }),
    },
    ...(area && { area }),
    warnings: groupWarnings(
      [
        ...(network.warnings ?? []),
        ...warnings,
        ...simulated.flatMap((one) => [
          ...(one.warnings ?? []),
          ...quantizationWarnings(one, one.hardware ?? hardware),
        ]),
      ],
      layers.map(({ name }) => name),
    ),
    layers,
    totals,
    ...(range && { memoryToArithmeticRange: range }),
  };
}
