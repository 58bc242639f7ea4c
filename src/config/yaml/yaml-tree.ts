import { type FieldPath, formatPath } from '../../base/field-path.ts';
import type { Fault, Place } from '../../base/user-error.ts';
import {
  type Alias,
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  type LineCounter,
  type Node,
  type Scalar,
  visit,
  type YAMLMap,
} from '../../base/yaml-package.ts';
import { type ConfigMapping, type ConfigTree, type ConfigValue, isMapping, type Origin } from './config-tree.ts';

const MAX_VALUES = 100_000;
const MAX_DEPTH = 64;
const FORBIDDEN_KEYS = ['__proto__', 'constructor', 'prototype'];

/** What the walk over one document carries along. */
interface Walk {
  readonly targets: ReadonlyMap<Alias, Node>;
  readonly place: (node: unknown) => Place;
  readonly origins: Map<string, Origin>;
  readonly faults: Fault[];
  /** Values read so far, aliases counted as what they expand to. */
  values: number;
}

/** Values and places of a YAML document whose top is a mapping; repeated keys, tags, forbidden keys and alias bombs become faults. */
export function readTree(document: Document.Parsed, top: YAMLMap, lines: LineCounter, file: string): ConfigTree {
  const place = (node: unknown): Place => {
    const { line, col } = lines.linePos((isNode(node) ? node.range?.[0] : undefined) ?? 0);
    return { file, line: Math.max(1, line), column: Math.max(1, col) };
  };
  const walk: Walk = { targets: aliasTargets(document), place, origins: new Map(), faults: [], values: 0 };
  return { root: mapping(walk, top, []), origins: walk.origins, faults: walk.faults, place: place(top) };
}

function fault(walk: Walk, node: unknown, path: FieldPath, message: string, code: string): void {
  walk.faults.push({ place: { ...walk.place(node), path: formatPath(path) }, message, code });
}

/** The node that each alias stands for: the last one above it with that anchor. */
function aliasTargets(document: Document.Parsed): Map<Alias, Node> {
  const anchors = new Map<string, Node>();
  const targets = new Map<Alias, Node>();
  visit(document, (_, node) => {
    const target = isAlias(node) ? anchors.get(node.source) : undefined;
    if (isAlias(node) && target !== undefined) targets.set(node, target);
    else if (isNode(node) && !isAlias(node) && node.anchor !== undefined) anchors.set(node.anchor, node);
  });
  return targets;
}

/** The node itself, or the one that an alias stands for. An anchor inside its own value and a bomb of aliases run into the limits of readValue. */
function resolved(walk: Walk, node: unknown, path: FieldPath): unknown {
  if (!isAlias(node)) return node;
  const target = walk.targets.get(node);
  if (target === undefined)
    fault(walk, node, path, `expected the name of an anchor above, found *${node.source}`, 'YAML_ALIAS');
  return target;
}

function readValue(walk: Walk, given: unknown, path: FieldPath): ConfigValue {
  if (++walk.values > MAX_VALUES || path.length > MAX_DEPTH) return tooLarge(walk, given, path);
  const node = resolved(walk, given, path);
  if (!isNode(node) || isAlias(node)) return null;
  if (node.tag !== undefined)
    fault(
      walk,
      node,
      path,
      `expected a plain value, found the tag ${shortTag(node.tag)}; tags are not used here`,
      'YAML_TAG',
    );
  if (isMap(node)) return mapping(walk, node, path);
  if (!isSeq(node)) return isScalar(node) ? scalar(walk, node, path) : null;
  return node.items.map((item, index) => {
    walk.origins.set(formatPath([...path, index]), { key: walk.place(item), value: walk.place(item) });
    return readValue(walk, item, [...path, index]);
  });
}

/** Told once; the walk reads nothing more. */
function tooLarge(walk: Walk, node: unknown, path: FieldPath): null {
  walk.values = MAX_VALUES + 1;
  if (!walk.faults.some(({ code }) => code === 'TOO_LARGE')) {
    fault(
      walk,
      node,
      path.slice(0, 3),
      `expected at most ${MAX_VALUES} values and ${MAX_DEPTH} levels, aliases counted as what they stand for`,
      'TOO_LARGE',
    );
  }
  return null;
}

function scalar(walk: Walk, node: Scalar, path: FieldPath): ConfigValue {
  const plain = node.type === 'PLAIN' ? (node.source ?? '') : '';
  if (/^[-+]?0\d+$/.test(plain)) {
    fault(
      walk,
      node,
      path,
      `expected a decimal number without leading zeros, found ${plain}; write ${Number(plain)}, or 0o${plain.replace(/^[-+]?0+/, '')} for octal`,
      'YAML_NUMBER',
    );
  }
  const { value } = node;
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;
}

function mapping(walk: Walk, node: YAMLMap, path: FieldPath): ConfigMapping {
  const own: Record<string, ConfigValue> = {};
  const merged: Record<string, ConfigValue> = {};
  const seen = new Map<string, number>();
  // Merge keys first, so that a key written out wins wherever it stands.
  for (const pair of [...node.items.filter(isMerge), ...node.items.filter((item) => !isMerge(item))]) {
    if (walk.values > MAX_VALUES) break;
    const key = keyText(walk, pair.key, path);
    if (key === undefined) continue;
    const at = walk.place(pair.key);
    const before = seen.get(key);
    if (before !== undefined)
      fault(
        walk,
        pair.key,
        [...path, key],
        `key "${key}" stands here again, first in line ${before}; keep one`,
        'REPEATED_KEY',
      );
    else if (key === '<<') Object.assign(merged, mergedKeys(walk, pair.value, path));
    else {
      const value = pair.value ?? pair.key;
      walk.origins.set(formatPath([...path, key]), { key: at, value: walk.place(value) });
      own[key] = readValue(walk, pair.value, [...path, key]);
    }
    seen.set(key, at.line ?? 1);
  }
  return { ...merged, ...own };
}

function isMerge({ key }: { readonly key: unknown }): boolean {
  return isScalar(key) && key.value === '<<';
}

function keyText(walk: Walk, key: unknown, path: FieldPath): string | undefined {
  const target = resolved(walk, key, path);
  const text = isScalar(target) && target.tag === undefined ? scalarText(target) : undefined;
  if (text === undefined) {
    fault(walk, key, path, 'expected a name as key', 'YAML_SHAPE');
    return undefined;
  }
  if (!FORBIDDEN_KEYS.includes(text)) return text;
  fault(walk, key, [...path, text], `unknown key "${text}"`, 'UNKNOWN_KEY');
  return undefined;
}

/** A key as it is written: `010` and `yes` are names like others. */
function scalarText({ type, source, value }: Scalar): string | undefined {
  if (value === null) return undefined;
  return type === 'PLAIN' ? source : typeof value === 'string' ? value : undefined;
}

/** The keys that `<<` brings in: of one mapping, or of a list of mappings where the earlier ones win. Keys written out win over both. */
function mergedKeys(walk: Walk, node: unknown, path: FieldPath): ConfigMapping {
  const target = resolved(walk, node, path);
  if (target === undefined) return {};
  const sources = isSeq(target) ? target.items.toReversed() : [target];
  const merged = sources.map((source) => readValue(walk, source, path));
  if (merged.every(isMapping)) return Object.assign({}, ...merged);
  fault(walk, node, [...path, '<<'], 'expected a mapping (or a list of mappings) to merge', 'YAML_SHAPE');
  return {};
}

function shortTag(tag: string): string {
  return tag.replace('tag:yaml.org,2002:', '!!').slice(0, 60);
}
