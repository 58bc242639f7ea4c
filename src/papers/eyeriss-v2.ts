/**
 * Sparseloop (Wu et al., MICRO 2022), validation on one processing element of Eyeriss v2 (Chen et al., JETCAS 2019): its artifact
 * Accelergy-Project/micro22-sparseloop-artifact.
 */
export const PAPER =
  'Wu et al., Sparseloop, MICRO 2022 (artifact, Fig. 12), on one PE of Eyeriss v2 (Chen et al., 2019)';

/** Pointwise layers of a pruned MobileNet: sizes, densities, and cycles of the simulator of Eyeriss v2's authors, one PE without SIMD. */
export const LAYERS = {
  L07: {
    inputChannels: 64,
    outputChannels: 64,
    positions: 1024,
    inputDensity: 0.72808837890625,
    weightDensity: 0.520263671875,
    cycles: 1_702_140,
  },
  L09: {
    inputChannels: 64,
    outputChannels: 128,
    positions: 256,
    inputDensity: 0.8641357421875,
    weightDensity: 0.818359375,
    cycles: 1_499_682,
  },
  L19: {
    inputChannels: 256,
    outputChannels: 256,
    positions: 64,
    inputDensity: 0.607666015625,
    weightDensity: 0.5498504638671875,
    cycles: 1_457_458,
  },
  L21: {
    inputChannels: 256,
    outputChannels: 256,
    positions: 64,
    inputDensity: 0.6412353515625,
    weightDensity: 0.5996551513671875,
    cycles: 1_677_684,
  },
  L27: {
    inputChannels: 512,
    outputChannels: 512,
    positions: 16,
    inputDensity: 0.5828857421875,
    weightDensity: 0.29985809326171875,
    cycles: 775_316,
  },
} as const;

/** Energy reference table of the artifact at 45 nm, pJ an access. */
export const ENERGIES = {
  'weight memory, value': 0.477,
  'weight memory, index': 0.884,
  'input memory, value': 0.13,
  'input memory, index': 0.149,
  'partial sums': 0.167,
  'multiply-accumulate': 0.561,
} as const;

/** Sparseloop's own error on these layers, which takes zeros as spread evenly: from, to, in per cent. */
export const UNIFORM_MODEL_LOW_PERCENT = [1.4, 6.5] as const;
