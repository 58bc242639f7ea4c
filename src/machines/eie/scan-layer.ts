import { parseWeightFormat } from '../../base/block-format.ts';
import { parseNumberFormat } from '../../base/number-format.ts';
import { UserError } from '../../base/user-error.ts';
import type { Layer } from '../../network/layer.ts';
import { type ArithmeticFormats, type Quantized, quantizeAll } from '../../simulate/outputs/arithmetic.ts';
import { type Scan, scan } from './scan.ts';
import type { Eie } from './schema.ts';

/** The number formats of a machine. */
export function arithmeticFormats(hardware: Eie): ArithmeticFormats {
  const { weight, activation, accumulator } = hardware.arithmetic;
  return {
    weight: parseWeightFormat(weight, { path: 'arithmetic.weight' }),
    activation: parseNumberFormat(activation, { path: 'arithmetic.activation' }),
    accumulator: parseNumberFormat(accumulator, { path: 'arithmetic.accumulator' }),
  };
}

/** What this machine broadcasts of a layer's (quantized) inputs: the zero test sees the quantized value; the reference sends positive values only (Q2). */
export function scanLayer(layer: Layer, activations: Quantized, hardware: Eie): Scan {
  const reference = hardware.simulation.rule === 'reference';
  const isSent = !hardware.encoding.skipZeroActivations
    ? () => true
    : reference
      ? (x: number) => x > 0
      : (x: number) => x !== 0;
  return scan(activations.values, hardware.processingElements, isSent, layer.matrix.hasBias || reference);
}

/** The inputs in the activation format. NaN and infinities are refused. */
export function quantizeActivations(layer: Layer, formats: ArithmeticFormats): Quantized {
  const bad = layer.activations.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) {
    throw UserError.at(
      { path: `${layer.name}.activations[${bad}]` },
      `expected a finite number, found ${layer.activations[bad]}`,
      'ACTIVATION_NOT_FINITE',
    );
  }
  return quantizeAll(layer.activations, formats.activation);
}
