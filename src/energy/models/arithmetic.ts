import { lookUp } from '../../base/registry.ts';
import type { Chip } from '../../config/chip.ts';
import type { MadeOf } from '../../machines/component.ts';
import { type ArithmeticCost, arithmeticCost } from './arithmetic-cost.ts';
import type { ComponentModel } from './component-model.ts';
import { componentOf, madeOf, operandFormat } from './made-of.ts';

/** Additions and multiplications of a component. */
type Arithmetic = Extract<MadeOf<Chip>, { readonly kind: 'arithmetic' }>;

/** What an action costs at a node if it is an addition or a multiplication, in the format of the machine; undefined for other actions. */
export function operationCost(
  hardware: Chip,
  component: string,
  action: string,
  technologyNm: number,
): ArithmeticCost | undefined {
  const made = componentOf(hardware, component)?.madeOf;
  if (made?.kind !== 'arithmetic' || !Object.hasOwn(made.operations, action)) return undefined;
  return costOfAction(made, hardware, action, technologyNm);
}

/** Multiplications and additions, by the number formats and the node of the machine. */
export const arithmetic: ComponentModel = (hardware, component, action) =>
  costOfAction(madeOf(hardware, component, 'arithmetic'), hardware, action, hardware.technologyNm);

function costOfAction(
  { operations }: Arithmetic,
  hardware: Chip,
  action: string,
  technologyNm: number,
): ArithmeticCost {
  const { operation, formats } = lookUp('arithmetic action', operations, action);
  return arithmeticCost(operation, operandFormat(formats(hardware)), technologyNm);
}

/** Area of the units that do a component's operations. */
export function arithmeticAreaMm2({ operations }: Arithmetic, hardware: Chip): number {
  const areas = Object.values(operations)
    .filter(({ shared }) => shared !== true)
    .map(
      ({ operation, formats }) =>
        arithmeticCost(operation, operandFormat(formats(hardware)), hardware.technologyNm).areaUm2,
    );
  return areas.reduce((sum, area) => sum + area, 0) * 1e-6;
}
