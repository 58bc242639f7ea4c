import type { Chip } from '../../config/chip.ts';
import { NO_OUTPUTS, type Outputs } from '../../simulate/outputs/matrix-product.ts';
import type { FittedLayer } from '../machine.ts';
import { type Pass, passMaker } from '../pass.ts';
import { outputsOf, type SeenInput, seenInputs } from './inputs.ts';

/** What the passes of every machine that multiplies what is stored make. */
export interface InputOutcomes {
  fit: FittedLayer;
  scan: readonly SeenInput[];
  numeric: Outputs;
}

const pass = passMaker<Chip, InputOutcomes>();

/** Inputs as the machine sees them, and the outputs, which do not depend on how it comes to them. */
export const INPUT_PASSES: readonly Pass<Chip>[] = [
  pass({
    name: 'scan',
    of: 'product',
    needs: [],
    reads: ['arithmetic.activation'],
    run: ({ layer, inputs }, machine) => seenInputs(layer, inputs, machine),
  }),
  pass({
    name: 'numeric',
    of: 'product',
    needs: ['fit', 'scan'],
    reads: ['arithmetic.weight', 'arithmetic.activation', 'arithmetic.accumulator'],
    run: ({ fit, scan }, machine) => outputsOf(fit.layer, scan, machine),
    unasked: NO_OUTPUTS,
    kept: ({ saturations }) => ({ ...NO_OUTPUTS, saturations }),
  }),
];

/** Weights as they come. */
export const fitAsIs: Pass<Chip> = pass({
  name: 'fit',
  of: 'weights',
  needs: [],
  reads: [],
  run: ({ layer }) => ({ layer, warning: null }),
});
