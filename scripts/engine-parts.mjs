// What the engine in a browser (src/browser.ts) has at once, and what comes when it is first needed: of machines the EIE and the others, of loops their code in
// TypeScript and the same as WebAssembly; and what shares weights.
import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';

const FIRST = 'eie';

/** What stands in the place of the one list of machines: its imports, and the names in MACHINES, each with what loads it. */
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

const lateMachines = {
  name: 'late machines',
  setup({ onLoad }) {
    onLoad({ filter: /machines[/\\]list\.ts$/ }, ({ path }) => ({ contents: lateList(readFileSync(path, 'utf8')) }));
  },
};

/**
 * The kernels and CACTI's arrays come, unpacked by the browser, with the first config, energy table, machine or network that is loaded. Until then, and where kernels may
 * not run, their twins give the same; nothing is priced before.
 */
const latePackages = {
  name: 'late packages',
  setup({ onLoad }) {
    onLoad({ filter: /kernels[/\\]module\.ts$/ }, ({ path }) => ({
      contents: `import arrays from '../../generated/energy/cacti-arrays.json.ts';
import { inflated, unpacked } from '../base/files/packed-bytes.ts';
let bytes;
let coming;
export const moduleBytes = () => bytes;
const come = async () => {
  for (const packed of Object.values(arrays.tables)) unpacked.set(packed, await inflated(packed));
  bytes = await inflated((await import('../../generated/kernels-module.ts')).MODULE);
};
export const kernelsCome = () => (coming ??= come());`,
      resolveDir: dirname(path),
    }));
    onLoad({ filter: /files[/\\]packed-bytes\.ts$/ }, () => ({
      contents: `export const unpacked = new Map();
export const inflated = async (packed) => {
  const bytes = Uint8Array.from(atob(packed), (letter) => letter.charCodeAt(0));
  const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw')).getReader();
  const parts = [];
  for (let part = await reader.read(); !part.done; part = await reader.read()) parts.push(part.value);
  return new Uint8Array(await new Blob(parts).arrayBuffer());
};
export const unpackBytes = (packed) => {
  if (!unpacked.has(packed)) throw new Error('nothing is priced before loadHardware, loadEnergyTable or loadMachine is done');
  return unpacked.get(packed);
};`,
    }));
  },
};

/** What shares weights that are stored by value comes with the first machine that is loaded: generated layers and compressed ones need none of it. */
const lateSharing = {
  name: 'late sharing',
  setup({ onLoad }) {
    onLoad({ filter: /weights[/\\]sharing\.ts$/ }, ({ path }) => ({
      contents: `let come;
export const sharingComes = async () => { come = (await import('../../../compress/share-weights.ts')).shareWeights; };
export const shareWeights = (...given) => {
  if (come === undefined) throw new Error('no weights are shared before loadHardware or loadMachine is done');
  return come(...given);
};`,
      resolveDir: dirname(path),
    }));
  },
};

/** What is told of counters and components to people stands in the program and its reports; nothing of the engine reads it. */
const withoutGlossary = {
  name: 'without glossary',
  setup({ onLoad }) {
    onLoad({ filter: /machines[/\\]([\w-]+[/\\])?(components|buffer)\.ts$/ }, ({ path }) => ({
      contents: readFileSync(path, 'utf8').replace(/^ {2,4}title: '[^'\n]*',$/gm, "title: '',"),
      loader: 'ts',
    }));
    onLoad({ filter: /machines[/\\]([\w-]+[/\\])?counters?\.ts$/ }, ({ path }) => ({
      contents: readFileSync(path, 'utf8').replace(
        /^ {2,4}(title|definition|changedBy|formula|source):\s+('[^'\n]*'|"[^"\n]*"),$/gm,
        (_, name) => (name === 'title' || name === 'definition' ? `${name}: '',` : ''),
      ),
      loader: 'ts',
    }));
  },
};

/**
 * What helps weights that are multiplied once is not there: a page multiplies its layers again and again. Nor are kernels for weights that come as streams, which are read once:
 * their twins do it.
 */
const withoutFirstUse = {
  name: 'without first use',
  setup({ onLoad }) {
    onLoad({ filter: /kernels[/\\]streams\.ts$/ }, ({ path }) => {
      const source = readFileSync(path, 'utf8');
      const contents = source.replace(/\(kernels && \w+\([^()]*\)\) \?\? /g, '');
      if (contents === source) throw new Error(`${path}: calls of kernels are not found`);
      return { contents, loader: 'ts' };
    });
    onLoad({ filter: /outputs[/\\]bit-sums\.ts$/ }, () => ({ contents: 'export const bitSums = () => undefined;' }));
  },
};

/** A page has never all machines: a row of an energy table for one that has not come is no misspelt name. */
const withoutUnknownRows = {
  name: 'without unknown rows',
  setup({ onLoad }) {
    onLoad({ filter: /energy[/\\]unknown-rows\.ts$/ }, () => ({ contents: 'export const unknownRows = () => [];' }));
  },
};

export const engineParts = [
  lateMachines,
  latePackages,
  lateSharing,
  withoutGlossary,
  withoutFirstUse,
  withoutUnknownRows,
];
