import { loadHardware } from '../../node/read-configs.ts';
import { loadNetwork } from '../../node/read-networks.ts';
import { AUTHORS_LAYER } from '../../papers/eie.ts';
import { simulateLayer } from '../../run/one-layer/run-layer.ts';
import type { Choice } from '../record.ts';
import type { FoundRow, FoundSection } from '../section.ts';
import type { EieRuns } from './eie-runs.ts';

const SIMULATED: Choice = {
  name: 'simulated',
  title: 'simulated',
  meaning: 'the same layer and input, simulated here',
};

/** The layer that the authors published, beside their own simulator: no choice is left, and every number is met exactly. */
export async function authorsLayer({ asked }: EieRuns): Promise<FoundSection> {
  const { fc8 } = asked.files;
  const section = {
    key: 'authors-layer',
    title: 'The authors’ own layer on the authors’ own simulator',
    about: [
      'AlexNet fc8 with the input that the authors published with their C++ simulator, which was compiled and run for these numbers; they are not in the paper. No generator and no energy stand between: cycles and reads are to be equal.',
    ],
    choices: [SIMULATED],
  };
  if (fc8 === undefined)
    return {
      ...section,
      rows: [],
      missing:
        'needs the authors’ layer, which is not part of this package: take the data folder of github.com/RalphMao/EIE-simulator (act.dat, arithm.dat, ptr/, spm/) and give it with --fc8 FOLDER',
    };
  const network = await loadNetwork(fc8);
  const cyclesAndReads = async (...set: readonly string[]) => {
    const hardware = await loadHardware(asked.hardware ?? 'eie-64pe', {
      set: [...asked.set, 'simulation.rule=reference', ...set],
    });
    const { counts } = simulateLayer(hardware, network.layers[0]);
    return { cycles: counts.cycles, reads: counts.actionCounts['sparseMatrix.read'] };
  };
  const rows: FoundRow[] = [];
  const add = (key: string, name: string, published: number, found: number) =>
    rows.push({ key, name, unit: '', published, place: 'their simulator', ours: { simulated: found }, tolerance: 0 });
  for (const [queue, cycles] of Object.entries(AUTHORS_LAYER.cyclesByQueue))
    add(
      `queue-${queue}/cycles`,
      `cycles, queue of ${queue}`,
      cycles,
      (await cyclesAndReads(`activationQueue.depth=${queue}`)).cycles,
    );
  for (const [width, reads] of Object.entries(AUTHORS_LAYER.readsByWidthBits))
    add(
      `width-${width}/reads`,
      `row reads, ${width} bit`,
      reads,
      (await cyclesAndReads(`memories.sparseMatrix.width=${width} bit`)).reads,
    );
  for (const [count, cycles] of Object.entries(AUTHORS_LAYER.cyclesByProcessingElements))
    add(
      `pes-${count}/cycles`,
      `cycles, ${count} PEs`,
      cycles,
      (await cyclesAndReads(`processingElements=${count}`, 'encoding.reencode=true')).cycles,
    );
  return { ...section, rows };
}
