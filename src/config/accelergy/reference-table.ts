import type { FieldPath } from '../../base/field-path.ts';
import type { ConfigMapping, ConfigTree } from '../yaml/config-tree.ts';
import { isMapping } from '../yaml/config-tree.ts';
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

/** Energy of one action with its arguments, in the unit of the table (pJ by Accelergy's custom). */
export interface ReferenceAction {
  readonly name: string;
  readonly arguments: ActionArguments;
  /** null where a summary gives only average, maximum and minimum over arguments. */
  readonly energy: number | null;
}

/** One component of an Accelergy energy reference table; its name may hold instance ranges. */
export interface ReferenceComponent {
  readonly name: string;
  readonly actions: readonly ReferenceAction[];
}

/** An Accelergy ERT or ERT_summary, versions 0.2 to 0.4. */
export interface ReferenceTable {
  readonly file: string;
  readonly components: readonly ReferenceComponent[];
}

const SHAPES = [
  { top: 'ERT', list: 'tables' },
  { top: 'ERT_summary', list: 'table_summary' },
] as const;

/**
 * Reads an ERT or its summary; a version may be a number or text.
 * @throws UserError with the place of whatever is not as Accelergy writes it.
 */
export function parseReferenceTable(text: string, file: string): ReferenceTable {
  const tree = parseYaml(text, file);
  const shape = SHAPES.find(({ top }) => Object.hasOwn(tree.root, top));
  if (shape === undefined) return refuse(tree, [], 'expected ERT or ERT_summary, found neither');
  const table = mappingAt(tree, tree.root[shape.top], [shape.top]);
  checkVersion(tree, table.version, [shape.top, 'version']);
  const path = [shape.top, shape.list];
  const components = listAt(tree, table[shape.list], path).map((component, k) =>
    readComponent(tree, mappingAt(tree, component, [...path, k]), [...path, k]),
  );
  return { file, components };
}

function readComponent(tree: ConfigTree, component: ConfigMapping, path: FieldPath): ReferenceComponent {
  return {
    name: textAt(tree, component.name, [...path, 'name']),
    actions: listAt(tree, component.actions, [...path, 'actions']).map((action, k) => {
      const at = [...path, 'actions', k];
      const { name, arguments: given, ...rest } = mappingAt(tree, action, at);
      return {
        name: textAt(tree, name, [...at, 'name']),
        arguments: readArguments(tree, given, [...at, 'arguments']),
        energy: readEnergy(tree, rest, at),
      };
    }),
  };
}

function readEnergy(tree: ConfigTree, { energy, ...others }: ConfigMapping, path: FieldPath): number | null {
  const summarized = isMapping(energy) ? energy : others;
  if (typeof energy !== 'number' && Object.keys(summarized).some((key) => /^(average|max|min)/.test(key))) return null;
  if (typeof energy !== 'number' || !(energy >= 0))
    return refuse(tree, [...path, 'energy'], `expected an energy of 0 or more, found ${JSON.stringify(energy)}`);
  return energy;
}
