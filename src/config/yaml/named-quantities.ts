import type { Evaluate } from '../../base/expression.ts';
import { type FieldPath, formatPath, parsePath, valueAt } from '../../base/field-path.ts';
import { nearestName } from '../../base/nearest-name.ts';
import { parseLiteral, type Quantity } from '../../base/quantity.ts';
import { UNITS, unitHint, unknownUnit } from '../../base/units.ts';
import { type Fault, type Place, UserError } from '../../base/user-error.ts';
import type { Leaf } from './numeric-leaves.ts';

type Value = Quantity | boolean;

/** Whether a value needs the evaluator: everything but a number and a number with a unit. */
export function isExpression({ raw, spec }: Leaf): boolean {
  if (typeof raw === 'number' || spec.words.includes(raw)) return false;
  const literal = parseLiteral(raw);
  return literal === undefined || !UNITS.has(literal.unit);
}

/**
 * A function that gives the quantity of each leaf. Expressions may name other leaves; each is evaluated once. Faults are thrown as a UserError
 * placed at the key that is wrong (which may be one that the asked key refers to); a loop is told at the key that closes it.
 */
export function namedQuantities(
  root: unknown,
  leaves: ReadonlyMap<string, Leaf>,
  placeAt: (path: FieldPath) => Place,
  evaluate: Evaluate | undefined,
): (leaf: Leaf) => Value {
  const known = new Map<Leaf, Value | UserError>();
  const open: Leaf[] = [];
  const quantityOf = (leaf: Leaf): Value => {
    const found = known.get(leaf);
    if (found instanceof UserError) throw found;
    if (found !== undefined) return found;
    if (open.includes(leaf)) refuse(`expected a value, found a loop: ${loop(open, leaf)}`, 'CONFIG_LOOP');
    open.push(leaf);
    try {
      const value = evaluateLeaf(leaf);
      known.set(leaf, value);
      return value;
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      const placed = new UserError(error.faults.map((fault) => placedAt(fault, placeAt(leaf.path))));
      known.set(leaf, placed);
      throw placed;
    } finally {
      open.pop();
    }
  };
  const evaluateLeaf = (leaf: Leaf): Value => {
    const { raw } = leaf;
    if (typeof raw === 'number') return { amount: raw, unit: '' };
    const literal = parseLiteral(raw);
    if (literal !== undefined && UNITS.has(literal.unit)) return literal;
    if (literal !== undefined && findLeaf(leaves, literal.unit, leaf.path) === undefined)
      return refuse(unknownUnit(literal.unit, leaf.spec.example), 'UNKNOWN_NAME');
    if (evaluate === undefined) throw new Error('an expression without an evaluator');
    return evaluate(raw, (name) => lookUp(name, leaf));
  };
  const lookUp = (name: string, from: Leaf): Quantity | undefined => {
    const leaf = findLeaf(leaves, name, from.path);
    if (leaf === undefined) return unknownName(name, root, [...from.spec.words, ...leaves.keys()]);
    const value = quantityOf(leaf);
    return typeof value === 'boolean' ? refuse(`expected a number, ${name} is ${value}`, 'CONFIG_TYPE') : value;
  };
  return quantityOf;
}

/** Names are searched from the mapping where the expression stands outwards to the top of the file. */
function findLeaf(leaves: ReadonlyMap<string, Leaf>, name: string, from: FieldPath): Leaf | undefined {
  for (let length = from.length - 1; length >= 0; length--) {
    const leaf = leaves.get(formatPath([...from.slice(0, length), ...parsePath(name)]));
    if (leaf !== undefined) return leaf;
  }
  return undefined;
}

/** undefined where the name is or resembles a unit: then the evaluator says so. */
function unknownName(name: string, root: unknown, names: readonly string[]): undefined {
  if (valueAt(root, parsePath(name)) !== undefined) refuse(`expected a number, ${name} is none`, 'CONFIG_TYPE');
  if (UNITS.has(name) || unitHint(name) !== undefined) return undefined;
  const near = names.find((path) => path.endsWith(`.${name}`)) ?? nearestName(name, names);
  const hint =
    near === undefined
      ? `; names are keys of this file such as ${names.slice(0, 3).join(', ')}`
      : `; did you mean "${near}"?`;
  return refuse(`no name or unit "${name}"${hint}`, 'UNKNOWN_NAME');
}

function loop(open: readonly Leaf[], leaf: Leaf): string {
  return [...open.slice(open.indexOf(leaf)), leaf].map(({ path }) => formatPath(path)).join(' -> ');
}

function placedAt(fault: Fault, place: Place): Fault {
  return Object.keys(fault.place).length === 0 ? { ...fault, place } : fault;
}

function refuse(message: string, code: string): never {
  throw UserError.at({}, message, code);
}
