import { lookUp } from '../../base/registry.ts';
import type { Hardware } from '../../config/hardware.ts';
import { type ArithmeticCost, arithmeticCost } from './arithmetic-cost.ts';
import type { ComponentModel } from './component-model.ts';
import { addFormat, multiplyFormat } from './component-shapes.ts';

const ACTIONS: Readonly<Record<string, (hardware: Hardware) => ArithmeticCost>> = {
  multiply: (hardware) => arithmeticCost('multiply', multiplyFormat(hardware), hardware.technologyNm),
  add: (hardware) => arithmeticCost('add', addFormat(hardware), hardware.technologyNm),
};

/** Multiplies and additions of the arithmetic unit, by the number formats and the node of the machine. */
export const arithmetic: ComponentModel = (hardware, component, action) => {
  const cost = lookUp('arithmetic action', ACTIONS, action)(hardware);
  return { ...cost, warnings: cost.warnings.map((warning) => `${component}: ${warning}`) };
};
