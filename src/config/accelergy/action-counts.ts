import type { FieldPath } from '../../base/field-path.ts';
import type { ConfigTree } from '../yaml/config-tree.ts';
import { parseYaml } from '../yaml/yaml-source.ts';
import {
  type ActionArguments,
  checkVersion,
  listAt,
  mappingAt,
  readArguments,
  refuse,
  textAt,
} from './accelergy-tree.ts';
import { referenceEnergy } from './reference-energy.ts';
import type { ReferenceTable } from './reference-table.ts';

/** How often one action happened. */
export interface ReferenceCount {
  readonly component: string;
  readonly action: string;
  readonly arguments: ActionArguments | undefined;
  readonly count: number;
}

/**
 * Reads Accelergy's action_counts: a flat list under `local`, or a tree of `subtree` whose names lead to it.
 * @throws UserError with the place of whatever is not as Accelergy writes it.
 */
export function parseActionCounts(text: string, file: string): ReferenceCount[] {
  const tree = parseYaml(text, file);
  const path = ['action_counts'];
  const top = mappingAt(tree, tree.root.action_counts, path);
  checkVersion(tree, top.version, [...path, 'version']);
  return readNode(tree, top, path, '');
}

function readNode(
  tree: ConfigTree,
  node: Readonly<Record<string, unknown>>,
  path: FieldPath,
  above: string,
): ReferenceCount[] {
  const below = (key: 'subtree' | 'local') =>
    (node[key] === undefined ? [] : listAt(tree, node[key], [...path, key])).map((item, k) => {
      const at = [...path, key, k];
      const mapping = mappingAt(tree, item, at);
      return { at, mapping, name: `${above}${textAt(tree, mapping.name, [...at, 'name'])}` };
    });
  return [
    ...below('subtree').flatMap(({ at, mapping, name }) => readNode(tree, mapping, at, `${name}.`)),
    ...below('local').flatMap(({ at, mapping, name }) =>
      listAt(tree, mapping.action_counts, [...at, 'action_counts']).map((action, k) =>
        readCount(tree, mappingAt(tree, action, at), [...at, 'action_counts', k], name),
      ),
    ),
  ];
}

function readCount(
  tree: ConfigTree,
  action: Readonly<Record<string, unknown>>,
  path: FieldPath,
  component: string,
): ReferenceCount {
  const { counts } = action;
  if (typeof counts !== 'number' || !(counts >= 0))
    return refuse(tree, [...path, 'counts'], `expected a count of 0 or more, found ${JSON.stringify(counts)}`);
  return {
    component,
    action: textAt(tree, action.name, [...path, 'name']),
    arguments:
      action.arguments === undefined ? undefined : readArguments(tree, action.arguments, [...path, 'arguments']),
    count: counts,
  };
}

/**
 * Energy of counted actions: sum of count x energy, total and by component.
 * @throws UserError naming a component or action that the table does not have.
 */
export function chargeReference(
  table: ReferenceTable,
  counts: readonly ReferenceCount[],
): { readonly total: number; readonly byComponent: Readonly<Record<string, number>> } {
  const byComponent: Record<string, number> = {};
  let total = 0;
  for (const { component, action, arguments: given, count } of counts) {
    const energy = count * referenceEnergy(table, component, action, given);
    byComponent[component] = (byComponent[component] ?? 0) + energy;
    total += energy;
  }
  return { total, byComponent };
}
