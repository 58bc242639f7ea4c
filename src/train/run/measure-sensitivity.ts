import type { Chain } from '../learn/chain.ts';
import type { TrainedNetwork } from '../network/trained-network.ts';
import { pruneNetwork } from '../stages/prune-rule.ts';
import type { MeasureStep } from '../stages/stage.ts';
import { writeParameters } from './parameters.ts';
import type { Trainer } from './trainer.ts';
import type { LayerSensitivity } from './training-result.ts';

/** Prunes each layer alone to each density and tries the network; the parameters are left as they come. */
export async function measureSensitivity(
  { trials }: MeasureStep,
  chain: Chain,
  network: TrainedNetwork,
  { parameters, score }: Trainer,
  tried: { readonly which: 'test' | 'validation'; readonly count: number },
  onTrial: (text: string) => void,
): Promise<LayerSensitivity[]> {
  const found: LayerSensitivity[] = [];
  for (const { name } of network.layers) {
    if (trials.only?.includes(name) === false) continue;
    const points: { density: number; top1: number }[] = [];
    for (const density of trials.densities.toSorted((a, b) => b - a)) {
      onTrial(`${name} at ${Number((100 * density).toPrecision(3))} % of its weights`);
      const pruned = pruneNetwork(network, { density, scope: 'layer', layers: {}, only: [name] });
      writeParameters(chain, pruned, parameters);
      points.push({ density, top1: (await score(tried.which)).hits / tried.count });
    }
    found.push({ name, points });
  }
  return found;
}
