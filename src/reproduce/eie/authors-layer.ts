/**
 * What the simulation counts in the authors' AlexNet fc8 on the 64 PEs of the paper. Their files have no licence that allows to ship them; these numbers are ours.
 * test/reproduce/authors-layer.test.ts simulates the layer where it is at hand.
 */
export const AUTHORS_CYCLES = 7926;

export const AUTHORS_COUNTS: Readonly<Record<string, number>> = {
  'nonZeroDetection.scan': 1807,
  'broadcast.send': 1760,
  'activationQueue.push': 112640,
  'activationQueue.pop': 112640,
  'pointers.read': 112640,
  'sparseMatrix.read': 100900,
  'addressAccumulator.add': 453748,
  'arithmeticUnit.multiply': 453748,
  'arithmeticUnit.add': 453748,
  'destinationActivations.write': 453748,
  'destinationActivations.read': 452605,
  'sourceActivations.read': 4096,
  'sourceActivations.write': 4096,
  'activationMemory.read': 1024,
  'activationMemory.write': 256,
  'clockNetwork.cycle': 507264,
  'codebook.read': 453748,
  'pointers.leakage': 507264,
  'sparseMatrix.leakage': 507264,
  'activationMemory.leakage': 507264,
  'activationQueue.leakage': 507264,
  'codebook.leakage': 507264,
  'arithmeticUnit.leakage': 507264,
  'addressAccumulator.leakage': 507264,
  'sourceActivations.leakage': 507264,
  'destinationActivations.leakage': 507264,
};
