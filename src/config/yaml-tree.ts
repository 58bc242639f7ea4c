import { type FieldPath, formatPath } from '../base/field-path.ts';
import type { Fault, Place } from '../base/user-error.ts';
import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type LineCounter,
  type Node,
  type Scalar,
  type YAMLMap,
} from '../base/yaml-package.ts';
import type { ConfigMapping, ConfigTree, ConfigValue, Origin } from './config-tree.ts';

const MAX_VALUES = 100_000;
const MAX_DEPTH = 64;
const FORBIDDEN_KEYS = ['__proto__', 'constructor', 'prototype'];

/** What the walk over one document carries along. */
interface Walk {
  readonly document: Document.Parsed;
  readonly place: (node: Node | null | undefined) => Place;
  readonly origins: Map<string, Origin>;
  readonly faults: Fault[];
  /** Values read so far, aliases counted as what they expand to. */
  values: number;
}

/** Values and places of a YAML document whose top is a mapping; repeated keys, tags, forbidden keys and alias bombs become faults. */
export function readTree(document: Document.Parsed, top: YAMLMap, lines: LineCounter, file: string): ConfigTree {
  const place = (node: Node | null | undefined): Place => {
    const { line, col } = lines.linePos(node?.range?.[0] ?? 0);
    return { file, line: Math.max(1, line), column: Math.max(1, col) };
  };
  const walk: Walk = { document, place, origins: new Map(), faults: [], values: 0 };
  return { root: mapping(walk, top, []), origins: walk.origins, faults: walk.faults, place: place(top) };
}

function fault(walk: Walk, node: Node | null | undefined, path: FieldPath, message: string, code: string): void {
  walk.faults.push({ place: { ...walk.place(node), path: formatPath(path) }, message, code });
}

function valueOf(walk: Walk, node: Node | null | undefined, path: FieldPath): ConfigValue {
  if (++walk.values > MAX_VALUES || path.length > MAX_DEPTH) {
    const first = walk.values === MAX_VALUES + 1 || path.length === MAX_DEPTH + 1;
    if (first && !walk.faults.some(({ code }) => code === 'TOO_LARGE')) {
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
  if (node === null || node === undefined) return null;
  if (isAlias(node)) return aliased(walk, node, path);
  if (node.tag !== undefined)
    fault(
      walk,
      node,
      path,
      `expected a plain value, found the tag ${shortTag(node.tag)}; tags are not used here`,
      'YAML_TAG',
    );
  if (isMap(node)) return mapping(walk, node, path);
  if (isSeq(node)) {
    return node.items.map((item, index) => {
      walk.origins.set(formatPath([...path, index]), {
        key: walk.place(item as Node),
        value: walk.place(item as Node),
      });
      return valueOf(walk, item as Node, [...path, index]);
    });
  }
  return isScalar(node) ? scalar(walk, node, path) : null;
}

/** An alias stands for its anchor's value; the limit on values stops the ones that contain themselves or explode. */
function aliased(walk: Walk, node: Node, path: FieldPath): ConfigValue {
  const target = isAlias(node) ? node.resolve(walk.document) : undefined;
  if (target === undefined)
    fault(walk, node, path, `expected the name of an anchor above, found ${String(node)}`, 'YAML_ALIAS');
  return walk.values > MAX_VALUES ? null : valueOf(walk, target, path);
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
  const isMerge = ({ key }: { key: unknown }) => isScalar(key) && key.value === '<<';
  for (const pair of [...node.items.filter(isMerge), ...node.items.filter((item) => !isMerge(item))]) {
    if (walk.values > MAX_VALUES) break;
    const key = keyText(walk, pair.key as Node | null, path);
    if (key === undefined) continue;
    const at = walk.place(pair.key as Node);
    const before = seen.get(key);
    if (before !== undefined)
      fault(
        walk,
        pair.key as Node,
        [...path, key],
        `key "${key}" stands here again, first in line ${before}; keep one`,
        'REPEATED_KEY',
      );
    else if (key === '<<') Object.assign(merged, mergedKeys(walk, pair.value as Node, path));
    else {
      const value = (pair.value ?? pair.key) as Node;
      walk.origins.set(formatPath([...path, key]), { key: at, value: walk.place(value) });
      own[key] = valueOf(walk, pair.value as Node | null, [...path, key]);
    }
    seen.set(key, at.line ?? 1);
  }
  return { ...merged, ...own };
}

function keyText(walk: Walk, key: Node | null, path: FieldPath): string | undefined {
  const target = isAlias(key) ? key.resolve(walk.document) : key;
  const text =
    isScalar(target) && target.value !== null
      ? target.type === 'PLAIN'
        ? (target.source ?? '')
        : String(target.value)
      : undefined;
  if (text === undefined || (isScalar(target) && target.tag !== undefined)) {
    fault(walk, key, path, 'expected a name as key', 'YAML_SHAPE');
    return undefined;
  }
  if (!FORBIDDEN_KEYS.includes(text)) return text;
  fault(walk, key, [...path, text], `unknown key "${text}"`, 'UNKNOWN_KEY');
  return undefined;
}

/** The keys that `<<` brings in: of one mapping, or of a list of mappings where the earlier ones win. Keys written out win over both. */
function mergedKeys(walk: Walk, node: Node | null, path: FieldPath): ConfigMapping {
  const target = isAlias(node) ? node.resolve(walk.document) : node;
  const sources = (isSeq(target) ? target.items : [target]) as (Node | null | undefined)[];
  const read = sources.map((source) => {
    const map = isAlias(source) ? source.resolve(walk.document) : source;
    if (isMap(map)) return valueOf(walk, map, path) as ConfigMapping | null;
    fault(walk, node, [...path, '<<'], 'expected a mapping (or a list of mappings) to merge', 'YAML_SHAPE');
    return null;
  });
  return Object.assign({}, ...read.toReversed());
}

function shortTag(tag: string): string {
  return tag.replace('tag:yaml.org,2002:', '!!').slice(0, 60);
}
