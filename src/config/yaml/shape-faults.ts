import { type FieldPath, valueAt } from '../../base/field-path.ts';
import { knownNames, nearestName } from '../../base/nearest-name.ts';
import type { Fault } from '../../base/user-error.ts';
import { z } from '../../base/zod.ts';
import { type ConfigTree, placeOf } from './config-tree.ts';
import { describeSpec } from './numeric.ts';
import { knownKeys, numericSpecOf, schemaAt, unwrap } from './schema-walk.ts';

type Issue = z.core.$ZodIssue;

/** zod's issues as faults with places: unknown keys one by one, missing keys, wrong kinds of value, wrong words. */
export function shapeFaults(schema: z.core.$ZodType, issues: readonly Issue[], tree: ConfigTree): Fault[] {
  return issues.flatMap((issue) => {
    const path = issue.path as FieldPath;
    const meant = issue.code === 'invalid_union' ? meantBy(issue) : undefined;
    if (meant !== undefined) return shapeFaults(schema, meant, tree);
    if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownKey(schema, [...path, key], tree));
    const found = valueAt(tree.root, path);
    if (found === undefined && path.length > 0) return [missingKey(schema, path, tree)];
    const message =
      issue.code === 'custom'
        ? issue.message
        : `expected ${describe(schemaAt(schema, path), issue)}, found ${describeFound(found)}${hint(found, issue)}`;
    return [{ place: placeOf(tree, path), message, code: codeOf(issue) }];
  });
}

/** Of several shapes the one that the value has, with a fault within; undefined where it has none of them, or more than one. */
function meantBy({ errors, path }: z.core.$ZodIssueInvalidUnion): Issue[] | undefined {
  const [issues, another] = errors.filter((ofOne) => ofOne.every((issue) => issue.path.length > 0));
  if (issues === undefined || another !== undefined) return undefined;
  return issues.map((issue) => ({ ...issue, path: [...path, ...issue.path] }));
}

function unknownKey(schema: z.core.$ZodType, path: FieldPath, tree: ConfigTree): Fault {
  const key = String(path.at(-1));
  const parent = schemaAt(schema, path.slice(0, -1));
  const known = parent === undefined ? [] : knownKeys(parent);
  // no schema has it: it is gone when a file has been put together with those that it extends
  const mayExtend = path.length === 1 && nearestName(key, ['extends']) !== undefined;
  return {
    place: placeOf(tree, path, 'key'),
    message: `unknown key "${key}" (${knownNames(key, mayExtend ? ['extends', ...known] : known)})`,
    code: 'UNKNOWN_KEY',
  };
}

function missingKey(schema: z.core.$ZodType, path: FieldPath, tree: ConfigTree): Fault {
  return {
    place: placeOf(tree, path),
    message: `missing key "${path.at(-1)}": expected ${describe(schemaAt(schema, path))}`,
    code: 'MISSING_KEY',
  };
}

/** What a key accepts, in words. */
export function describe(schema: z.core.$ZodType | undefined, issue?: Issue): string {
  const inner = schema === undefined ? undefined : unwrap(schema);
  const spec = inner === undefined ? undefined : numericSpecOf(inner);
  if (spec !== undefined) return describeSpec(spec);
  if (issue?.code === 'too_small')
    return issue.origin === 'array' ? 'a list of at least one element' : 'text that is not empty';
  if (inner instanceof z.ZodEnum) return `one of ${inner.options.join(', ')}`;
  if (inner instanceof z.ZodLiteral) return [...inner.values].join(' or ');
  if (inner instanceof z.ZodBoolean) return 'true or false';
  if (inner instanceof z.ZodString) return 'text';
  if (inner instanceof z.ZodNumber) return 'a number';
  if (inner instanceof z.ZodUnion) return inner.options.map((option) => describe(option)).join(' or ');
  if (inner instanceof z.ZodArray) return 'a list';
  if (inner instanceof z.ZodObject) {
    const keys = Object.keys(inner.shape);
    return keys.length === 0 ? 'an empty mapping, {}' : `a mapping with the keys ${keys.join(', ')}`;
  }
  return inner instanceof z.ZodRecord ? 'a mapping' : 'another value';
}

/** What stands there, in words; long texts are cut. */
export function describeFound(found: unknown): string {
  if (Array.isArray(found)) return found.length === 0 ? 'an empty list' : 'a list';
  if (typeof found === 'string') return `"${found.length > 80 ? `${found.slice(0, 80)}...` : found}"`;
  if (typeof found === 'number' || typeof found === 'boolean') return String(found);
  return typeof found === 'object' && found !== null ? 'a mapping' : 'nothing';
}

/** YAML 1.2 knows only true and false; yes, no, on and off are words. A name of digits needs quotes. */
function hint(found: unknown, issue: Issue): string {
  if (issue.code !== 'invalid_type') return '';
  if (issue.expected === 'string' && typeof found !== 'object') return '; put it in quotes';
  if (issue.expected !== 'boolean' || typeof found !== 'string') return '';
  if (/^(yes|on|y)$/i.test(found)) return '; write true';
  return /^(no|off|n)$/i.test(found) ? '; write false' : '';
}

function codeOf(issue: Issue): string {
  const codes: Readonly<Record<string, string>> = {
    invalid_value: 'UNKNOWN_NAME',
    too_small: 'CONFIG_RANGE',
    too_big: 'CONFIG_RANGE',
  };
  if (issue.code === 'custom') return String(issue.params?.code ?? 'CONFIG');
  return codes[issue.code] ?? 'CONFIG_TYPE';
}
