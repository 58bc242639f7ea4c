import type { MathNode, Unit } from './math-engine.ts';
import { formatQuantity, plainText, type Quantity } from './quantity.ts';
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
const ARITHMETIC = ['add', 'subtract', 'multiply', 'divide', 'mod', 'pow', 'unaryMinus', 'unaryPlus'];
const COMPARISONS = ['smaller', 'larger', 'smallerEq', 'largerEq', 'equal', 'unequal'];
const OPERATORS = ARITHMETIC.concat(COMPARISONS);

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
  const parsed = new Map<string, MathNode>(); // a sweep asks the same expression of thousands of points
  return (text, lookUp) => {
    const tree = parsed.get(text) ?? parse(engine, plainText(text));
    parsed.set(text, tree);
    return toQuantity(evaluate(engine, tree, lookUp), engine);
  };
}

function refuse(message: string, code = 'EXPRESSION'): never {
  throw UserError.at({}, message, code);
}

function parse({ math }: Engine, text: string): MathNode {
  if (text.length > MAX_LENGTH)
    refuse(`expected an expression of at most ${MAX_LENGTH} characters, found ${text.length}`);
  if (bracketDepth(text) > MAX_BRACKETS) refuse(`expected at most ${MAX_BRACKETS} nested brackets`);
  if (/\d_\d/.test(text)) refuse(`expected a number, found "${text}"; write it without underscores`);
  if (/^[\d.]*,[\d.,]*\s*[a-zA-Z%]*$/.test(text))
    refuse(`expected a number, found "${text}"; write decimals behind a point, and nothing between thousands`);
  let tree: MathNode;
  try {
    tree = math.parse(text);
  } catch (error) {
    return refuse(`expected a number or an expression, found "${text}" (${messageOf(error)})`);
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

/** The value of a parsed tree. A unit stands behind a number, or in a divisor: elsewhere a misspelt name must not turn into one. */
function evaluate(engine: Engine, root: MathNode, lookUp: LookUp): MathValue {
  const walk = (node: MathNode, unitPlace: boolean): MathValue => {
    if (engine.isConstantNode(node)) return constant(node.value, node);
    if (engine.isParenthesisNode(node)) return walk(node.content, unitPlace);
    if (engine.isSymbolNode(node) || engine.isAccessorNode(node))
      return named(engine, node.toString(), unitPlace, lookUp);
    if (engine.isConditionalNode(node))
      return walk(walk(node.condition, false) === true ? node.trueExpr : node.falseExpr, false);
    if (engine.isFunctionNode(node)) {
      const args = node.args.map((arg) => walk(arg, false));
      return call(engine, FUNCTIONS, engine.isSymbolNode(node.fn) ? node.fn.name : '', args, node);
    }
    if (!engine.isOperatorNode(node)) return refuse(`expected arithmetic, found ${node.toString().slice(0, 60)}`);
    const opensUnits = node.fn === 'divide' || (node.fn === 'multiply' && node.implicit);
    const keepsUnits = unitPlace && ['multiply', 'divide', 'pow'].includes(node.fn);
    const args = node.args.map((arg, index) => walk(arg, keepsUnits || (opensUnits && index > 0)));
    return call(engine, OPERATORS, node.fn, args, node);
  };
  return walk(root, false);
}

function constant(value: unknown, node: MathNode): MathValue {
  return typeof value === 'number' || typeof value === 'boolean'
    ? value
    : refuse(`expected a number, found ${node.toString()}`);
}

function call(
  { math }: Engine,
  allowed: readonly string[],
  name: string,
  args: readonly MathValue[],
  node: MathNode,
): MathValue {
  if (!allowed.includes(name)) {
    return refuse(
      `expected one of + - * / % ^ ( ) < <= == != >= > or ${FUNCTIONS.join(', ')}, found ${node.toString().slice(0, 60)}`,
    );
  }
  try {
    return (math as unknown as Record<string, (...values: readonly MathValue[]) => MathValue>)[name](...args);
  } catch (error) {
    return refuse(`cannot compute ${node.toString()}: ${reason(messageOf(error))}`, 'CONFIG_DIMENSION');
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function reason(message: string): string {
  if (/Unexpected type|Too few arguments/.test(message)) return 'a quantity with a unit meets a plain number';
  return message.startsWith('Units do not match') ? 'the two sides measure different things' : message;
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

function toQuantity(value: MathValue, engine: Engine): Quantity | boolean {
  if (typeof value === 'boolean') return value;
  if (typeof value === 'number') return finite({ amount: value, unit: '' });
  // mathjs answers a root of a negative number with a complex one.
  if (!engine.isUnit(value)) return refuse(`expected a number, found ${String(value)}`);
  for (const { unit } of Object.values(DIMENSIONS)) {
    // mathjs computes in doubles of its base unit: 14 digits are meant, the rest is noise.
    if (unit !== '' && engine.math.unit(1, unit).equalBase(value))
      return finite({ amount: Number(value.toNumber(unit).toPrecision(14)), unit });
  }
  return refuse(`expected a number or a known kind of quantity, found ${String(value)}`, 'CONFIG_DIMENSION');
}

function finite(quantity: Quantity): Quantity {
  return Number.isFinite(quantity.amount)
    ? quantity
    : refuse(`expected a finite number, found ${formatQuantity(quantity)}`, 'CONFIG_RANGE');
}
