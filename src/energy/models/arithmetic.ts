import { lookUp } from '../../base/registry.ts';
import type { Chip } from '../../config/chip.ts';
import type { ArithmeticOperation, MadeOf } from '../../machines/component.ts';
import { type ArithmeticCost, arithmeticCost } from './arithmetic-cost.ts';
import type { ComponentModel } from './component-model.ts';
import { madeOf, operandFormat, operationOf } from './made-of.ts';

/** Additions and multiplications of a component. */
type Arithmetic = Extract<MadeOf<Chip>, { readonly kind: 'arithmetic' }>;

/** What an action costs at a node if it is an addition or a multiplication, in the format of the machine; undefined for other actions. */
export function operationCost(
  hardware: Chip,
  component: string,
  action: string,
  technologyNm: number,
): ArithmeticCost | undefined {
  const operation = operationOf(hardware, component, action);
  return operation && costAt(operation, hardware, technologyNm);
}

/** Multiplications and additions, by the number formats and the node of the machine. */
export const arithmetic: ComponentModel = (hardware, component, action) => {
  const { operations } = madeOf(hardware, component, 'arithmetic');
  return costAt(lookUp('arithmetic action', operations, action), hardware, hardware.technologyNm);
};

function costAt(
  { operation, formats }: ArithmeticOperation<Chip>,
  hardware: Chip,
  technologyNm: number,
): ArithmeticCost {
  return arithmeticCost(operation, operandFormat(formats(hardware)), technologyNm);
}

/** Area of the units that do a component's operations. */
export function arithmeticAreaMm2({ operations }: Arithmetic, hardware: Chip): number {
  const areas = Object.values(operations)
    .filter(({ shared }) => shared !== true)
    .map((one) => costAt(one, hardware, hardware.technologyNm).areaUm2);
  return areas.reduce((sum, area) => sum + area, 0) * 1e-6;
}
