import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { joinFloats } from '../../base/join-floats.ts';
import { UserError } from '../../base/user-error.ts';
import { toSparse } from '../../compress/sparse-weights.ts';
import { priceActions } from '../../energy/price-actions.ts';
import { readNpyArray } from '../../network/importers/numpy/npy-array.ts';
import type { Layer } from '../../network/layer.ts';
import { loadEnergyTable, loadHardware } from '../../node/read-configs.ts';
import { ENERGIES, LAYERS, PAPER, UNIFORM_MODEL_LOW_PERCENT } from '../../papers/eyeriss-v2.ts';
import { multiply, storeLayers } from '../../run/store-layers.ts';
import type { Asked, PaperDocument } from '../paper-document.ts';
import type { Choice } from '../record.ts';
import { type FoundRow, type FoundSection, slug } from '../section.ts';

const MASKS: Choice = {
  name: 'masks',
  title: 'with the masks',
  meaning: 'the zeros of inputs and weights as they are: exact',
};
const DENSITIES: Choice = {
  name: 'densities',
  title: 'densities alone',
  meaning:
    'zeros spread evenly: positions x input channels x output channels x both densities, what a model of densities can know',
};
const PRICED: Choice = {
  name: 'priced',
  title: 'priced',
  meaning: 'what an access costs with the energy table of the machine',
};

type LayerName = keyof typeof LAYERS;

/** Bit k of byte j of a row is column 8 j + k. */
function bits(file: string, rows: number, columns: number): Float32Array[] {
  const { values } = readNpyArray(file, readFileSync(file));
  const bytes = Math.ceil(columns / 8);
  if (values.length !== rows * bytes)
    throw UserError.at({ file }, `expected ${rows} x ${bytes} bytes, found ${values.length}`, 'SHAPE');
  return Array.from({ length: rows }, (_, row) =>
    Float32Array.from({ length: columns }, (__, column) => (values[row * bytes + (column >> 3)] >> (column & 7)) & 1),
  );
}

/** A layer whose weights are 1 where the mask is. */
function layerOf(name: LayerName, folder: string): Layer {
  const { inputChannels: columns, outputChannels: rows } = LAYERS[name];
  const mask = joinFloats(bits(join(folder, `${name}-weights.npy`), rows, columns));
  const { columnStart, rowIndex, values } = toSparse({ kind: 'dense', rows, columns, values: mask }).weights;
  const weights = { kind: 'direct', values } as const;
  const matrix = { rows, columns, hasBias: false, columnStart, rowIndex, weights };
  return { name, kind: 'convolution', matrix, activations: new Float32Array(columns).fill(1) };
}

async function cyclesOf(name: LayerName, folder: string, { set, hardware = 'eyeriss-v2-pe' }: Asked): Promise<number> {
  const { positions, inputChannels } = LAYERS[name];
  const network = { name, file: name, seed: null, layers: [layerOf(name, folder)] };
  const [stored] = storeLayers(await loadHardware(hardware, { set }), network).stored;
  return multiply(stored, bits(join(folder, `${name}-inputs.npy`), positions, inputChannels), false).cycles;
}

async function figure12(asked: Asked): Promise<FoundSection> {
  const folder = asked.files.mobilenet;
  if (folder !== undefined && !existsSync(folder))
    throw UserError.at({ file: folder }, 'there is no such folder', 'FILE_NOT_FOUND');
  const names = Object.keys(LAYERS) as LayerName[];
  const rows: FoundRow[] = [];
  for (const name of names) {
    const { positions, inputChannels, outputChannels, inputDensity, weightDensity, cycles } = LAYERS[name];
    rows.push({
      key: `${slug(name)}/cycles`,
      name: `${name}: ${inputChannels} to ${outputChannels} channels, ${positions} positions`,
      unit: '',
      published: cycles,
      place: 'artifact, Fig. 12, ground truth',
      ours: {
        ...(folder !== undefined && { masks: await cyclesOf(name, folder, asked) }),
        densities: positions * inputChannels * outputChannels * inputDensity * weightDensity,
      },
      tolerance: 0,
      cause: 'densities alone do not know that channels with many inputs are those with many weights',
    });
  }
  return {
    key: 'figure-12',
    title: 'Fig. 12: cycles of one processing element of Eyeriss v2',
    about: [
      `Cycles of five pointwise layers of a pruned MobileNet on one PE without SIMD: the simulator of Eyeriss v2’s authors is the ground truth. The cycles are the sum over input channels of non-zero inputs times non-zero weights. Sparseloop’s own model, which spreads zeros evenly, is ${UNIFORM_MODEL_LOW_PERCENT.join(' to ')} % low over the artifact’s eight layers.`,
    ],
    choices: folder === undefined ? [DENSITIES] : [MASKS, DENSITIES],
    rows,
    ...(folder === undefined && {
      missing:
        'the exact column needs the masks of the layers, which are not part of this package: LAYER-inputs.npy and LAYER-weights.npy (positions or output channels x ceil(channels / 8) bytes, bit k of byte j is channel 8 j + k) of L07, L09, L19, L21 and L27, made of the artifact Accelergy-Project/micro22-sparseloop-artifact; give their folder with --mobilenet FOLDER',
    }),
  };
}

/** Rows of the energy reference table, and the actions that they price. */
const ACTIONS: Readonly<Record<keyof typeof ENERGIES, string>> = {
  'weight memory, value': 'weightScratchpad.read',
  'weight memory, index': 'weightIndices.read',
  'input memory, value': 'inputScratchpad.read',
  'input memory, index': 'inputIndices.read',
  'partial sums': 'partialSums.read',
  'multiply-accumulate': 'arithmeticUnit.multiply',
};

async function energies({ set, hardware: file = 'eyeriss-v2-pe' }: Asked): Promise<FoundSection> {
  const hardware = await loadHardware(file, { set });
  const own = priceActions(hardware, await loadEnergyTable('eyeriss-v2-pe'), Object.values(ACTIONS)).prices;
  const modelled = priceActions(hardware, await loadEnergyTable('45nm'), Object.values(ACTIONS)).prices;
  const priceIn = (prices: typeof own, action: string) =>
    prices.find((price) => `${price.component}.${price.action}` === action)!.energyPj;
  return {
    key: 'energies',
    title: 'Energies of an access',
    about: [
      'Energy of an access of the PE’s memories at 45 nm as the artifact publishes it, as the table eyeriss-v2-pe has it (from the same file, so that it agrees by construction), and as the tool’s own models price it. The memories are of a hundred bytes; the artifact’s come from another generator (its plug-ins), and its metadata are read in pairs.',
    ],
    choices: [
      { ...PRICED, name: 'table', title: 'table eyeriss-v2-pe' },
      { ...PRICED, name: 'models', title: 'models, 45 nm' },
    ],
    rows: Object.entries(ACTIONS).map(([name, action]) => ({
      key: slug(name),
      name,
      unit: 'pJ',
      published: ENERGIES[name as keyof typeof ENERGIES],
      place: 'artifact, ERT',
      ours: { table: priceIn(own, action), models: priceIn(modelled, action) },
    })),
  };
}

/** One PE of Eyeriss v2, as Sparseloop validates itself on it. */
export const sparseloopEyerissV2: PaperDocument = {
  name: 'sparseloop-eyeriss-v2',
  title: 'Sparseloop’s validation on Eyeriss v2, recomputed',
  paper: PAPER,
  data: [
    {
      file: 'mobilenet',
      option: 'mobilenet',
      what: 'masks of five layers of a pruned MobileNet: a folder with L07-inputs.npy, L07-weights.npy, ...',
      where: 'made of Accelergy-Project/micro22-sparseloop-artifact',
      without: 'cycles are told from the densities alone',
    },
  ],
  takes: 'five layers on one PE: a second',
  machine: 'eyeriss-v2-pe',
  sections: (asked) => [() => figure12(asked), () => energies(asked)],
};
