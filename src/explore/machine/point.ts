import type { Eie } from '../../machines/eie/hardware.ts';
import type { ExplorerSetup as Setup } from '../../report/explorer/setup.ts';
import type { NetworkOptions } from '../../run/load/network-options.ts';
import type { Task } from '../engine/task.ts';
import { CONTROLS } from './controls.ts';

/** Where all controls stand. */
export interface Point {
  /** The config that it starts from: a path, or the name of a built-in one. */
  readonly hardware: string;
  /** Id of a control -> its value, of those that stand elsewhere than the config. */
  readonly values: Readonly<Record<string, string>>;
}

/** A point with a control somewhere else; back where the config has it, it is as if nobody had touched it. */
export function moved({ hardware, values }: Point, id: string, value: string, own: string): Point {
  const { [id]: _, ...others } = values;
  return { hardware, values: value === own ? others : { ...others, [id]: value } };
}

/** What the controls change, in their order, of the machine that a point starts from. */
function changes({ values }: Point, base: Eie) {
  const all = CONTROLS.filter(({ id }) => values[id] !== undefined).map((control) =>
    control.change(values[control.id], base),
  );
  return {
    set: all.flatMap(({ set = [] }) => set),
    generate: Object.assign({}, ...all.map(({ generate = {} }) => generate)) as NonNullable<NetworkOptions['generate']>,
  };
}

/** `--set` of the machine that a point starts from. */
export function baseSet({ hardware }: Point, setup: Setup): readonly string[] {
  return hardware === setup.hardware ? setup.set : [];
}

/** A point as the simulation takes it. @param base the machine that it starts from */
export function taskOf(point: Point, base: Eie, setup: Setup): Task {
  const { set, generate } = changes(point, base);
  return {
    hardware: point.hardware,
    set: [...baseSet(point, setup), ...set],
    network: {
      path: setup.network,
      options: {
        ...(setup.seed !== undefined && { seed: setup.seed }),
        ...(generate.activationDensity !== undefined && { activationDensity: generate.activationDensity }),
        ...(Object.keys(generate).length > 0 && { generate }),
      },
    },
  };
}

/** As a shell takes it. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

const OPTIONS = [
  ['weightDensity', '--weight-density'],
  ['activationDensity', '--activation-density'],
  ['codebookValues', '--codebook-values'],
] as const;

/** What of the network is told on the command line. */
function networkWords({ network: { path, options } }: Task): string[] {
  const { seed, generate = {} } = options;
  const chosen = OPTIONS.flatMap(([name, option]) =>
    generate[name] === undefined ? [] : [option, String(generate[name])],
  );
  const isFile = /\.(?!ya?ml$)\w+$/.test(path);
  return [...(seed === undefined ? [] : ['--seed', String(seed)]), ...chosen, ...(isFile ? ['--layers-alone'] : [])];
}

/** The command that gives the same record. */
export function commandOf(task: Task): string {
  const words = [task.hardware, task.network.path, ...task.set.flatMap((one) => ['--set', one]), ...networkWords(task)];
  return ['picojoule', 'run', ...words.map(quoted)].join(' ');
}

/** The same as a config, and the command that runs it. Later changes of a key go before earlier ones. */
export function yamlOf(task: Task): string {
  const tree: Tree = {};
  for (const one of task.set) {
    const at = one.indexOf('=');
    put(tree, one.slice(0, at).split('.'), one.slice(at + 1));
  }
  const command = ['picojoule', 'run', 'explored.yaml', task.network.path, ...networkWords(task)].map(quoted).join(' ');
  return [`# explored.yaml; run it with: ${command}`, `extends: ${scalar(task.hardware)}`, ...lines(tree, ''), ''].join(
    '\n',
  );
}

interface Tree {
  [key: string]: Tree | string;
}

function put(tree: Tree, [key, ...rest]: readonly string[], value: string): void {
  if (rest.length === 0) {
    tree[key] = value;
    return;
  }
  const inner = tree[key];
  const next: Tree = typeof inner === 'object' ? inner : {};
  tree[key] = next;
  put(next, rest, value);
}

function lines(tree: Tree, indent: string): string[] {
  return Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string'
      ? [`${indent}${key}: ${scalar(value)}`]
      : [`${indent}${key}:`, ...lines(value, `${indent}  `)],
  );
}

/** Plain where YAML takes it for the same text. */
function scalar(text: string): string {
  return /^[\w./-][\w. */()%+-]*$/.test(text) ? text : JSON.stringify(text);
}
