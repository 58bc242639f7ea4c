import { resolve } from 'node:path';
import { type HeldWeights, holdStreams, holdWeights } from '../src/compress/held-weights.ts';
import { streamsOf } from '../src/machines/eie/weights/streams-for.ts';
import { generateLayer } from '../src/network/generate.ts';
import { isEieDump } from '../src/network/importers/eie/eie-dump.ts';
import type { Layer } from '../src/network/layer.ts';
import { nodeFiles } from '../src/node/node-files.ts';
import { loadNetwork } from '../src/node/read-networks.ts';

/** The layer that everything is measured on, and what it is. */
export interface BenchLayer {
  readonly title: string;
  readonly layer: Layer;
  readonly held: HeldWeights;
  /** Brings the layer in from the beginning: reads it or generates it, and encodes it where it does not come encoded. */
  readonly prepare: () => Promise<HeldWeights>;
  readonly encode: () => HeldWeights;
}

const processingElements = 64;
const indexBits = 4;

/** Size and densities of AlexNet fc8 as the EIE authors ran it. */
const fc8 = { name: 'fc8', rows: 1000, columns: 4096, weightDensity: 0.2566, activationDensity: 0.4294 };

async function readDump(folder: string): Promise<Layer> {
  return (await loadNetwork(folder)).layers[0];
}

function held(layer: Layer): HeldWeights {
  const streams = streamsOf(layer);
  return streams === undefined
    ? holdWeights(layer.matrix, processingElements, indexBits)
    : holdStreams(streams, layer.matrix);
}

/** The authors' own fc8 layer where its dump lies beside the repository, otherwise a generated layer of its size and densities. */
export async function benchLayer(): Promise<BenchLayer> {
  const folder = resolve(process.cwd(), '../shared/data/eie-alexnet-fc8');
  const isDump = isEieDump(nodeFiles, folder);
  const bring = async () => (isDump ? readDump(folder) : generateLayer(fc8, 1));
  const layer = await bring();
  return {
    title: isDump ? 'AlexNet fc8, dump of the EIE authors' : 'generated layer of the size and densities of AlexNet fc8',
    layer,
    held: held(layer),
    prepare: async () => held(await bring()),
    encode: () => holdWeights(layer.matrix, processingElements, indexBits),
  };
}
