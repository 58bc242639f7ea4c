import type { EnergyTable } from '../../config/energy/energy-table.ts';
import type { Eie } from '../../machines/eie/hardware.ts';
import { layerSteps, type PricedSteps } from '../../run/one-layer/layer-steps.ts';
import { type Choice, toLayer } from './small-layer.ts';

/** The machine that choices are made of, as the page is told it. */
export interface SmallMachine {
  /** Name or file of the config, for the command. */
  readonly config: string;
  readonly hardware: Eie;
  readonly table: EnergyTable;
}

/** The layer on the machine of the choice, cycle by cycle. */
export function simulateSmall(choice: Choice, { hardware, table }: SmallMachine): PricedSteps {
  const layer = toLayer(choice);
  const machine: Eie = {
    ...hardware,
    processingElements: choice.processingElements,
    activationQueue: { ...hardware.activationQueue, depth: choice.depth },
    encoding: { ...hardware.encoding, indexBits: choice.indexBits },
    memories: {
      ...hardware.memories,
      sparseMatrix: { ...hardware.memories.sparseMatrix, widthBits: choice.widthBits },
    },
  };
  return layerSteps(machine, { name: 'small layer', file: 'network.yaml', seed: null, layers: [layer] }, table);
}

/** The command that runs the same layer of the files that the page offers. */
export function commandOf(
  { processingElements, depth, widthBits, indexBits }: Choice,
  { config }: SmallMachine,
): string {
  const sets = [
    `processingElements=${processingElements}`,
    `activationQueue.depth=${depth}`,
    `memories.sparseMatrix.width=${widthBits}bit`,
    `encoding.indexBits=${indexBits}`,
  ];
  return `picojoule run ${config} network.yaml ${sets.map((set) => `--set ${set}`).join(' ')}`;
}
