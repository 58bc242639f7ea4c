import { type Arguments, type Io, text, texts } from '../command.ts';
import { seed } from './numbers.ts';

/** The machine and the network of the arguments, each layer by itself; of one layer only that is made. Warnings of the network are told. */
export async function oneLayer(args: Arguments, io: Io) {
  const api = await import('../../index.ts');
  const [machine, layers] = [text(args, 'hardware')!, text(args, 'network')!];
  const [layer, prototxt] = [text(args, 'layer'), text(args, 'prototxt')];
  const hardware = await api.expectKind(machine, 'hardware', () =>
    api.loadHardware(machine, { set: texts(args, 'set') }),
  );
  const network = await api.expectKind(layers, 'network', () =>
    api.loadNetwork(layers, {
      ...(layer !== undefined && { layer }),
      ...(prototxt !== undefined && { prototxt }),
      ...seed(args),
      layersAlone: true,
      oneLayer: true,
    }),
  );
  for (const warning of network.warnings ?? []) io.err(`warning: ${warning}\n`);
  return { hardware, network };
}
