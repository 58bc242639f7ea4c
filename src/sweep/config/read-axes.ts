import type { Evaluate } from '../../base/expression.ts';
import { parseLiteral } from '../../base/quantity.ts';
import { type Fault, type Place, UserError } from '../../base/user-error.ts';
import { type ConfigTree, placeOf } from '../../config/yaml/config-tree.ts';
import type { ConfigFolder } from '../../config/yaml/find-config.ts';
import { findConfig } from '../../node/read-configs.ts';
import { type AxisKinds, MACHINES } from './axis-kinds.ts';
import { parseRange } from './axis-range.ts';
import { axisValues } from './axis-values.ts';
import type { AxisValue, SweepAxis } from './sweep.ts';
import type { SweepData } from './sweep-schema.ts';
import { MACHINE_AXIS } from './swept-machines.ts';

/** The axes of a sweep, what is wrong with them, and a sentence for each value that stands twice. */
export interface ReadAxes {
  readonly axes: readonly SweepAxis[];
  readonly faults: readonly Fault[];
  readonly repeated: readonly string[];
}

/** Axes that name files: where built-in ones lie. */
const OF_FILES: Readonly<Record<string, ConfigFolder>> = {
  [MACHINE_AXIS]: 'hardware',
  network: 'networks',
  'energy.table': 'energy',
};

/** What axes are read with. */
export interface AxesReader {
  readonly kinds: AxisKinds;
  readonly evaluate: Evaluate;
  /** That of the sweep, in which files are looked for. */
  readonly folder: string;
  /** The axis over machines, where it is read already. */
  readonly machines?: SweepAxis | undefined;
}

/** Reads every axis; one that cannot be read is a fault and not among the axes. */
export function readAxes(
  data: SweepData,
  tree: ConfigTree,
  { kinds, evaluate, folder, machines }: AxesReader,
): ReadAxes {
  const faults: Fault[] = [];
  const repeated: string[] = [];
  const most = data.maximumPoints;
  const axes = Object.entries(data.axes).flatMap(([name, given]): SweepAxis[] => {
    const place = (index?: number) => placeOf(tree, ['axes', name, ...(index === undefined ? [] : [index])]);
    try {
      const key = placeOf(tree, ['axes', name], 'key');
      const kind = kinds.kind(name, key);
      const found = axisValues(given, kind, { place, evaluate, most });
      const values =
        name === MACHINE_AXIS && machines !== undefined
          ? machines.values
          : withFiles(name, found.values, folder, Array.isArray(given) ? place : () => place());
      repeated.push(...found.repeated.map((value) => `axis ${name}: ${value} stands twice and is one point`));
      if (values.every(({ fault }) => fault !== undefined)) faults.push(...values.map(({ fault }) => fault!));
      return [{ name, target: kind.target, unit: kind.spec?.unit ?? '', values, place: key }];
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      faults.push(...error.faults);
      return [];
    }
  });
  return { axes, faults, repeated };
}

/** The axis over machines with the file of each; one that does not exist is a fault of that value. Throws a UserError where it is no list of words. */
export function machineAxis(data: SweepData, tree: ConfigTree, folder: string): SweepAxis {
  const given = data.axes[MACHINE_AXIS];
  const place = (index?: number) => placeOf(tree, ['axes', MACHINE_AXIS, ...(index === undefined ? [] : [index])]);
  const { values } = axisValues(given, MACHINES, { place, evaluate: NO_EXPRESSIONS, most: data.maximumPoints });
  return {
    name: MACHINE_AXIS,
    target: 'machine',
    unit: '',
    values: withFiles(MACHINE_AXIS, values, folder, Array.isArray(given) ? place : () => place()),
    place: placeOf(tree, ['axes', MACHINE_AXIS], 'key'),
  };
}

/** Values that name files, with the file that each means; one that does not exist is a fault of that value. */
function withFiles(
  axis: string,
  values: readonly AxisValue[],
  folder: string,
  place: (index: number) => Place,
): readonly AxisValue[] {
  if (!Object.hasOwn(OF_FILES, axis)) return values;
  return values.map((value, index) => {
    try {
      return { ...value, text: findConfig(value.text, OF_FILES[axis], folder, place(index)).file };
    } catch (error) {
      if (error instanceof UserError) return { ...value, fault: error.faults[0] };
      throw error;
    }
  });
}

/** The baseline's values as the axes hold them; one that an axis does not have is an error. */
export function baselineOf(
  given: SweepData['baseline'],
  axes: readonly SweepAxis[],
  tree: ConfigTree,
  kinds: AxisKinds,
  evaluate: Evaluate,
): Readonly<Record<string, number | string>> | null {
  if (given === undefined) return null;
  const faults: Fault[] = [];
  const entries = Object.entries(given).flatMap(([name, raw]): [string, number | string][] => {
    const place = placeOf(tree, ['baseline', name]);
    const axis = axes.find((one) => one.name === name);
    if (axis === undefined) return [];
    const named = axis.values.find((one) => one.value === raw);
    if (named !== undefined) return [[name, named.value]];
    const [value] = axisValues([raw], kinds.kind(name, place), { place: () => place, evaluate, most: 1 }).values;
    if (axis.values.some((one) => one.value === value.value)) return [[name, value.value]];
    const known = axis.values.map((one) => one.value).join(', ');
    const message = `expected a value of the axis (${known}), found ${value.value}`;
    faults.push({ place, message, code: 'SWEEP_BASELINE' });
    return [];
  });
  if (faults.length > 0) throw new UserError(faults);
  return Object.fromEntries(entries);
}

/** mathjs is loaded only where a value is neither a number, a number with a unit, a range nor a word. */
export function needsEvaluator({ axes, baseline }: SweepData): boolean {
  const texts = [...Object.values(axes).flat(), ...Object.values(baseline ?? {})].filter(
    (value) => typeof value === 'string',
  );
  return texts.some(
    (text) => /[-+*/^()]/.test(text) && parseLiteral(text) === undefined && parseRange(text) === undefined,
  );
}

/** Of a sweep whose values are all plain. */
export const NO_EXPRESSIONS: Evaluate = (text) => {
  throw UserError.at({}, `expected a number, with its unit where it has one, found "${text}"`, 'CONFIG_TYPE');
};
