import { generateLayer } from '../../network/generate.ts';

/** A layer small enough for every machine: what a machine refuses or counts shows on it as on any other. */
export const PROBE = generateLayer(
  { name: 'probe', rows: 4, columns: 4, weightDensity: 0.5, activationDensity: 0.5, codebookValues: 1 },
  1,
);
