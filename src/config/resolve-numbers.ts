import { type Evaluate, loadEvaluator } from '../base/expression.ts';
import { type FieldPath, formatPath, parsePath, valueAt } from '../base/field-path.ts';
import { knownNames } from '../base/nearest-name.ts';
import { parseLiteral, type Quantity } from '../base/quantity.ts';
import { UNITS, unitHint } from '../base/units.ts';
import { type Fault, UserError } from '../base/user-error.ts';
import { type ConfigTree, placeOf } from './config-tree.ts';
import { fitToSpec } from './fit-to-spec.ts';
import type { NumericSpec } from './numeric.ts';
import { childSchema, numericSpecOf } from './schema-walk.ts';
import type { z } from './zod.ts';

/** A number, quantity or expression of the config, at its path. */
interface Leaf {
  readonly path: FieldPath;
  readonly spec: NumericSpec;
  readonly raw: number | string;
}

export interface ResolvedNumbers {
  /** The tree with every numeric key as a number in the unit of its spec. */
  readonly root: unknown;
  readonly faults: readonly Fault[];
}

/**
 * Evaluates every numeric key of `root` (the config's own values, with defaults where they are known): literals, units and expressions over other
 * keys. mathjs is loaded only if there is an expression. All faults are collected, each with its place in `tree`.
 */
export async function resolveNumbers(
  schema: z.core.$ZodType,
  root: unknown,
  tree: ConfigTree,
): Promise<ResolvedNumbers> {
  const leaves = findLeaves(schema, root, []);
  const evaluate = leaves.some(({ raw }) => isExpression(raw)) ? await loadEvaluator() : undefined;
  const valueOf = quantities(root, evaluate);
  const numbers = new Map<string, number | string>();
  const faults: Fault[] = [];
  for (const { path, spec, raw } of leaves) {
    try {
      numbers.set(
        formatPath(path),
        typeof raw === 'string' && spec.words.includes(raw) ? raw : fitToSpec(valueOf(path), raw, spec),
      );
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      faults.push(...error.faults.map((fault) => ({ ...fault, place: placeOf(tree, path) })));
    }
  }
  return { root: replaceLeaves(root, [], numbers), faults };
}

function findLeaves(schema: z.core.$ZodType, value: unknown, path: FieldPath): Leaf[] {
  const spec = numericSpecOf(schema);
  if (spec !== undefined)
    return typeof value === 'number' || typeof value === 'string' ? [{ path, spec, raw: value }] : [];
  return entriesOf(value).flatMap(([key, child]) => {
    const inner = childSchema(schema, key);
    return inner === undefined ? [] : findLeaves(inner, child, [...path, key]);
  });
}

function entriesOf(value: unknown): [string | number, unknown][] {
  if (Array.isArray(value)) return [...value.entries()];
  return typeof value === 'object' && value !== null ? Object.entries(value) : [];
}

function replaceLeaves(value: unknown, path: FieldPath, numbers: ReadonlyMap<string, number | string>): unknown {
  const number = numbers.get(formatPath(path));
  if (number !== undefined) return number;
  if (Array.isArray(value)) return value.map((child, index) => replaceLeaves(child, [...path, index], numbers));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, child]) => [key, replaceLeaves(child, [...path, key], numbers)]),
  );
}

/** A literal needs no evaluator; a number and an unknown word might be `2 processingElements`. */
function isExpression(raw: number | string): boolean {
  const literal = typeof raw === 'number' ? { amount: raw, unit: '' } : parseLiteral(raw);
  return literal === undefined || !UNITS.has(literal.unit);
}

/** The quantity at each path, evaluated once; a loop or a reference to a faulty key is told at the key that refers. */
function quantities(root: unknown, evaluate: Evaluate | undefined): (path: FieldPath) => Quantity | boolean {
  const known = new Map<string, Quantity | boolean>();
  const open: string[] = [];
  const valueOf = (path: FieldPath): Quantity | boolean => {
    const name = formatPath(path);
    const found = known.get(name);
    if (found !== undefined) return found;
    if (open.includes(name))
      throw UserError.at(
        {},
        `expected a value, found a loop: ${[...open.slice(open.indexOf(name)), name].join(' -> ')}`,
        'CONFIG_LOOP',
      );
    open.push(name);
    try {
      const quantity = evaluateRaw(valueAt(root, path), name, (text) => lookUp(text, path));
      known.set(name, quantity);
      return quantity;
    } finally {
      open.pop();
    }
  };
  const evaluateRaw = (
    raw: unknown,
    name: string,
    names: (text: string) => Quantity | undefined,
  ): Quantity | boolean => {
    if (typeof raw === 'number') return { amount: raw, unit: '' };
    if (typeof raw !== 'string') throw UserError.at({}, `expected a number, ${name} holds none`, 'CONFIG_TYPE');
    if (!isExpression(raw)) return parseLiteral(raw)!;
    if (evaluate === undefined) throw new Error('an expression was met that the scan for expressions had not seen');
    return evaluate(raw, names);
  };
  const lookUp = (text: string, from: FieldPath): Quantity | undefined => {
    const path = findName(root, text, from);
    if (path === undefined) return unknownName(text, root);
    const quantity = valueOf(path);
    if (typeof quantity === 'boolean')
      throw UserError.at({}, `expected a number, ${text} is ${quantity}`, 'CONFIG_TYPE');
    return quantity;
  };
  return valueOf;
}

/** Names are searched from the mapping where the expression stands outwards to the top of the file. */
function findName(root: unknown, text: string, from: FieldPath): FieldPath | undefined {
  const name = parsePath(text);
  for (let length = from.length - 1; length >= 0; length--) {
    const path = [...from.slice(0, length), ...name];
    if (valueAt(root, path) !== undefined) return path;
  }
  return undefined;
}

function unknownName(text: string, root: unknown): undefined {
  if (UNITS.has(text) || unitHint(text) !== undefined) return undefined;
  throw UserError.at({}, `no name "${text}" in this file (${knownNames(text, numericNames(root))})`, 'UNKNOWN_NAME');
}

function numericNames(root: unknown, path: FieldPath = []): string[] {
  return entriesOf(root).flatMap(([key, value]) => {
    if (typeof value === 'object') return path.length < 2 ? numericNames(value, [...path, key]) : [];
    return typeof value === 'number' || (typeof value === 'string' && parseLiteral(value) !== undefined)
      ? [formatPath([...path, key])]
      : [];
  });
}
