import type { MathNode, Unit } from './math-engine.ts';
import { type Quantity, formatQuantity, plainText } from './quantity.ts';
import { DIMENSIONS, UNITS, unitHint } from './units.ts';
import { UserError } from './user-error.ts';

const MAX_LENGTH = 512;
const MAX_BRACKETS = 24;
const MAX_NODES = 128;

/** Functions that an expression may call; all other names of mathjs do not exist here. */
export const FUNCTIONS = [
  'min',
  'max',
  'ceil',
  'floor',
  'round',
  'abs',
  'sqrt',
  'log2',
  'log10',
  'log',
  'exp',
] as const;
const OPERATORS = [
  ...['add', 'subtract', 'multiply', 'divide', 'mod', 'pow', 'unaryMinus', 'unaryPlus', 'to'],
  ...['smaller', 'larger', 'smallerEq', 'largerEq', 'equal', 'unequal'],
];

type MathValue = number | boolean | Unit;
type Engine = typeof import('./math-engine.ts');

/** What a name of the config stands for; throws a UserError for an unknown name. */
export type LookUp = (name: string) => Quantity | undefined;

/** Evaluates an expression: a quantity, or true or false for a comparison. Throws a UserError (without a place) for what is not allowed. */
export type Evaluate = (text: string, lookUp: LookUp) => Quantity | boolean;

/**
 * Loads mathjs and returns the evaluator. Only the parser of mathjs sees the text; the tree is walked here, node by node, so whatever is not
 * listed cannot run: nothing assigns, defines, imports, allocates or loops. Length, bracket depth and size are limited before any work is done.
 */
export async function loadEvaluator(): Promise<Evaluate> {
  const engine = await import('./math-engine.ts');
  return (text, lookUp) => toQuantity(evaluate(engine, parse(engine, plainText(text)), lookUp), engine);
}

function refuse(message: string, code = 'EXPRESSION'): never {
  throw UserError.at({}, message, code);
}

function parse({ math }: Engine, text: string): MathNode {
  if (text.length > MAX_LENGTH)
    refuse(`expected an expression of at most ${MAX_LENGTH} characters, found ${text.length}`);
  if (bracketDepth(text) > MAX_BRACKETS) refuse(`expected at most ${MAX_BRACKETS} nested brackets`);
  if (/\d_\d/.test(text)) refuse(`expected a number, found "${text}"; write it without underscores`);
  let tree: MathNode;
  try {
    tree = math.parse(text);
  } catch (error) {
    return refuse(`expected a number or an expression, found "${text}" (${(error as Error).message})`);
  }
  let nodes = 0;
  tree.traverse(() => nodes++);
  return nodes > MAX_NODES ? refuse(`expected an expression of at most ${MAX_NODES} terms, found ${nodes}`) : tree;
}

function bracketDepth(text: string): number {
  let depth = 0;
  let deepest = 0;
  for (const character of text) {
    if ('([{'.includes(character)) deepest = Math.max(deepest, ++depth);
    else if (')]}'.includes(character)) depth--;
  }
  return deepest;
}

/** mathjs' node classes, as far as they are looked at here. */
interface Tree {
  readonly type: string;
  readonly value?: unknown;
  readonly name?: string;
  readonly fn?: string | { readonly name?: string };
  readonly args?: readonly MathNode[];
  readonly implicit?: boolean;
  readonly isPercentage?: boolean;
  readonly content?: MathNode;
  readonly condition?: MathNode;
  readonly trueExpr?: MathNode;
  readonly falseExpr?: MathNode;
}

function evaluate(engine: Engine, root: MathNode, lookUp: LookUp): MathValue {
  // A unit stands behind a number, in a divisor or behind `to`: elsewhere a misspelt name must not turn into a unit.
  const walk = (node: MathNode, unitPlace = false): MathValue => {
    const tree = node as unknown as Tree;
    switch (tree.type) {
      case 'ConstantNode':
        if (typeof tree.value === 'number' || typeof tree.value === 'boolean') return tree.value;
        return refuse(`expected a number, found ${node.toString()}`);
      case 'ParenthesisNode':
        return walk(tree.content!, unitPlace);
      case 'ConditionalNode':
        return walk(tree.condition!) === true ? walk(tree.trueExpr!) : walk(tree.falseExpr!);
      case 'OperatorNode':
        return call(engine, OPERATORS, tree.fn as string, operands(tree, unitPlace, walk), node);
      case 'FunctionNode':
        return call(
          engine,
          FUNCTIONS,
          (tree.fn as { name?: string }).name ?? '',
          tree.args!.map((arg) => walk(arg)),
          node,
        );
      case 'SymbolNode':
      case 'AccessorNode':
        return named(engine, node.toString(), unitPlace, lookUp);
      default:
        return refuse(`expected arithmetic, found ${node.toString().slice(0, 60)}`);
    }
  };
  return walk(root);
}

function operands(
  tree: Tree,
  unitPlace: boolean,
  walk: (node: MathNode, unitPlace: boolean) => MathValue,
): MathValue[] {
  const opensUnits = tree.fn === 'divide' || tree.fn === 'to' || (tree.fn === 'multiply' && tree.implicit === true);
  const keepsUnits = tree.fn === 'multiply' || tree.fn === 'divide' || tree.fn === 'pow';
  return tree.args!.map((arg, index) => walk(arg, (index > 0 && opensUnits) || (keepsUnits && unitPlace)));
}

function call(
  { math }: Engine,
  allowed: readonly string[],
  name: string,
  args: readonly MathValue[],
  node: MathNode,
): MathValue {
  if (!allowed.includes(name)) {
    return refuse(`expected one of + - * / % ^ ( ) or ${FUNCTIONS.join(', ')}, found ${node.toString().slice(0, 60)}`);
  }
  try {
    return (math as unknown as Record<string, (...values: readonly MathValue[]) => MathValue>)[name](...args);
  } catch (error) {
    return refuse(`cannot compute ${node.toString()}: ${reason(error as Error)}`, 'CONFIG_DIMENSION');
  }
}

function reason(error: Error): string {
  if (/Unexpected type|Too few arguments/.test(error.message)) return 'a quantity with a unit meets a plain number';
  return error.message.startsWith('Units do not match') ? 'the two sides measure different things' : error.message;
}

function named({ math }: Engine, name: string, unitPlace: boolean, lookUp: LookUp): MathValue {
  if (unitPlace && name !== '' && UNITS.has(name)) return math.unit(1, name);
  const quantity = lookUp(name);
  if (quantity !== undefined) return quantity.unit === '' ? quantity.amount : math.unit(quantity.amount, quantity.unit);
  if (UNITS.has(name)) return refuse(`found the unit ${name} without a number; write 1 ${name}`);
  return refuse(
    `no name or unit "${name}"${unitHint(name) === undefined ? '' : `; ${unitHint(name)}`}`,
    'UNKNOWN_NAME',
  );
}

function toQuantity(value: MathValue, { math }: Engine): Quantity | boolean {
  if (typeof value === 'boolean') return value;
  if (typeof value === 'number') return finite({ amount: value, unit: '' });
  for (const { unit } of Object.values(DIMENSIONS)) {
    // mathjs computes in doubles of its base unit: 14 digits are meant, the rest is noise.
    if (unit !== '' && math.unit(1, unit).equalBase?.(value))
      return finite({ amount: Number(value.toNumber(unit).toPrecision(14)), unit });
  }
  return refuse(`expected a number or a known kind of quantity, found ${String(value)}`, 'CONFIG_DIMENSION');
}

function finite(quantity: Quantity): Quantity {
  return Number.isFinite(quantity.amount)
    ? quantity
    : refuse(`expected a finite number, found ${formatQuantity(quantity)}`, 'CONFIG_RANGE');
}
