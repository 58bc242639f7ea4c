import { lookUp } from '../../base/registry.ts';
import type { Hardware } from '../../config/hardware.ts';
import { type ArithmeticCost, arithmeticCost } from './arithmetic-cost.ts';
import type { Operation } from './arithmetic-figures.ts';
import type { ComponentModel } from './component-model.ts';
import { addFormat, multiplyFormat } from './component-shapes.ts';
import { type NumberWidth, numberWidth } from './number-width.ts';

interface OperationOf {
  readonly name: Operation;
  readonly format: (hardware: Hardware) => NumberWidth;
}

const OPERATIONS: Readonly<Record<string, OperationOf>> = {
  'arithmeticUnit.multiply': { name: 'multiply', format: multiplyFormat },
  'arithmeticUnit.add': { name: 'add', format: addFormat },
  'addressAccumulator.add': { name: 'add', format: () => numberWidth('int16') },
};

/** What an action costs at a node if it is an addition or a multiplication, in the format of the machine; undefined for other actions. */
export function operationCost(
  hardware: Hardware,
  component: string,
  action: string,
  technologyNm: number,
): ArithmeticCost | undefined {
  const operation = OPERATIONS[`${component}.${action}`];
  return operation && arithmeticCost(operation.name, operation.format(hardware), technologyNm);
}

/** Multiplies and additions of the arithmetic unit and of the address accumulator, by the number formats and the node of the machine. */
export const arithmetic: ComponentModel = (hardware, component, action) => {
  const { name, format } = lookUp('arithmetic action', OPERATIONS, `${component}.${action}`);
  return arithmeticCost(name, format(hardware), hardware.technologyNm);
};
