// What the bundle for Node leaves out of other packages, or takes from files.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';

const ARRAYS = 'cacti-arrays.js';

/**
 * CACTI's arrays, a tenth of the package, are one file for both bundles (scripts/build.mjs): `export default` and a record. A run needs a table or two of 45: each is read from its
 * place in the file when it is taken.
 */
export const arraysFromFile = {
  name: 'arrays from their file',
  setup({ onLoad }) {
    onLoad({ filter: /cacti-arrays\.json\.ts$/ }, () => {
      const text = readFileSync(join('dist', ARRAYS), 'latin1');
      const { tables, ...others } = JSON.parse(text.slice('export default '.length, -1));
      const places = Object.entries(tables).map(([name, table]) => [name, text.indexOf(table), table.length]);
      return {
        contents: `import { closeSync, openSync, readSync } from 'node:fs';
const tables = {};
for (const [name, from, length] of ${JSON.stringify(places)})
  Object.defineProperty(tables, name, { enumerable: true, get: () => textAt(from, length) });
function textAt(from, length) {
  const file = openSync(new URL('./${ARRAYS}', import.meta.url));
  const bytes = Buffer.allocUnsafe(length);
  readSync(file, bytes, 0, length, from);
  closeSync(file);
  return bytes.toString('latin1');
}
export default { ...${JSON.stringify(others)}, tables };`,
      };
    });
  },
};

/** What the build packed is unpacked by Node's own zlib, at once. */
export const packedByNode = {
  name: 'packed bytes by Node',
  setup({ onResolve }) {
    onResolve({ filter: /files[/\\]packed-bytes\.ts$/ }, () => ({ path: resolve('src/node/packed-bytes.ts') }));
  },
};

/** Modules of Node that load many others, and which few commands call. */
const LATE = ['node:child_process', 'node:crypto', 'node:fs/promises', 'node:timers/promises'];

/** Loads what they export when it is first called. */
export const lateBuiltins = {
  name: 'late builtins',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /./ }, ({ path, namespace }) =>
      LATE.includes(path) && namespace !== 'late' ? { path, namespace: 'late' } : undefined,
    );
    onLoad({ filter: /./, namespace: 'late' }, async ({ path }) => ({
      contents: `
for (const name of ${JSON.stringify(Object.keys((await import(path)).default))})
  Object.defineProperty(exports, name, { enumerable: true, get: () => require(${JSON.stringify(path)})[name] });`,
    }));
  },
};

/** yargs asserts what is always so: the module is loaded where it is not. */
export const lateAssert = {
  name: 'late assert',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^assert$/ }, ({ namespace }) =>
      namespace === 'assert' ? undefined : { path: 'assert', namespace: 'assert' },
    );
    onLoad({ filter: /./, namespace: 'assert' }, () => ({
      contents: `
exports.strictEqual = (a, b, message) => Object.is(a, b) || require('assert').strictEqual(a, b, message);
exports.notStrictEqual = (a, b, message) => !Object.is(a, b) || require('assert').notStrictEqual(a, b, message);`,
    }));
  },
};

/** yargs looks for a package.json in all folders above the working one, for a version that it is told, and takes any fault for none. */
export const noPackageAround = {
  name: 'no package around',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^escalade\/sync$/ }, ({ path }) => ({ path, namespace: 'nothing-found' }));
    onLoad({ filter: /./, namespace: 'nothing-found' }, () => ({
      contents: 'export default () => { throw undefined; };',
    }));
  },
};

/** yargs writes the help text of every command that it runs, for one that would print it later; none does. */
export const noHelpKept = {
  name: 'no help kept',
  setup({ onLoad }) {
    onLoad({ filter: /yargs[/\\]build[/\\]lib[/\\]usage\.js$/ }, ({ path }) => {
      const source = readFileSync(path, 'utf8');
      const keeps = 'cachedHelpMessage = this.help();';
      if (!source.includes(keeps)) throw new Error(`${path}: expected ${keeps}`);
      return { contents: source.replace(keeps, '') };
    });
  },
};

/** SHA-256 by Node takes a tenth of the time. */
export const hashByNode = {
  name: 'hash by Node',
  setup({ onResolve }) {
    onResolve({ filter: /base[/\\]sha256\.ts$/ }, () => ({ path: resolve('src/node/sha256.ts') }));
  },
};

/** zod says its faults in fifty languages; here they are said in English. */
export const zodInEnglish = {
  name: 'zod in English',
  setup({ onLoad }) {
    onLoad({ filter: /zod[/\\]v4[/\\]locales[/\\]index\.js$/ }, () => ({
      contents: "export { default as en } from './en.js';",
      loader: 'js',
    }));
  },
};

/**
 * string-width asks a regular expression of all emoji, which takes longer to build than the help text to print. Plain ASCII is as wide as it is long; the package
 * is loaded for anything else.
 */
export const plainWidth = {
  name: 'plain width',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^string-width$/ }, ({ path, importer, namespace }) =>
      namespace === 'plain-width'
        ? undefined
        : { path: createRequire(importer).resolve(path), namespace: 'plain-width' },
    );
    onLoad({ filter: /./, namespace: 'plain-width' }, ({ path }) => ({
      contents: `
const isPlain = /^[\\x20-\\x7e]*$/;
module.exports = (text, options) => {
  if (typeof text === 'string' && isPlain.test(text)) return text.length;
  const found = require(${JSON.stringify(path)});
  return (found.default ?? found)(text, options);
};`,
      resolveDir: '.',
    }));
  },
};
