// Machines in the bundle for browsers: the EIE is part of the engine, any other is a file of its own that is loaded when a config first names it. Made of the one
// list of machines, src/machines/list.ts: its imports and the names in MACHINES.
import { readFileSync } from 'node:fs';

const FIRST = 'eie';

/** What stands in the place of the list. */
function lateList(source) {
  const files = new Map(
    [...source.matchAll(/^import \{ (\w+) \} from '(\.\/[^']+)';$/gm)].map(([, name, file]) => [name, file]),
  );
  const [, entries] = /^export const MACHINES = \{\n([\s\S]*?)^\};$/m.exec(source);
  const machines = [...entries.matchAll(/^ {2}(?:(?:'([^']+)'|(\w+)): )?(\w+),$/gm)].map(([, quoted, plain, name]) => ({
    name: quoted ?? plain ?? name,
    load: `(await import('${files.get(name)}')).${name}`,
  }));
  if (machines.length !== files.size || files.get(FIRST) === undefined)
    throw new Error('src/machines/list.ts: its lines are not understood');
  return `import { ${FIRST} } from '${files.get(FIRST)}';
export const MACHINES = { ${FIRST} };
export const NAMES = ${JSON.stringify(Object.fromEntries(machines.map(({ name }) => [name, true])))};
const LATE = {
${machines
  .filter(({ name }) => name !== FIRST)
  .map(({ name, load }) => `  ${JSON.stringify(name)}: async () => ${load},`)
  .join('\n')}
};
export const arrived = async (name) => {
  if (Object.hasOwn(LATE, name)) MACHINES[name] ??= await LATE[name]();
};
`;
}

export const lateMachines = {
  name: 'late machines',
  setup({ onLoad }) {
    onLoad({ filter: /machines[/\\]list\.ts$/ }, ({ path }) => ({ contents: lateList(readFileSync(path, 'utf8')) }));
  },
};
