// The program for Node: all that it does in one script (dist/program.js) beside the code that V8 compiled of it (dist/*.cache), and the modules that
// users, the command line and worker threads import, which only pass it on. One script because code can be cached of no ES module in Node 20; the help text
// loads none of it.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { basename, join, relative, resolve } from 'node:path';
import { build } from 'esbuild';
import {
  arraysFromFile,
  hashByNode,
  lateAssert,
  lateBuiltins,
  noHelpKept,
  noPackageAround,
  packedByNode,
  plainWidth,
  zodInEnglish,
} from './bundle-plugins.mjs';

const EXTERNAL = [
  'tinypool', // starts its own worker file
  '@resvg/resvg-js', // native
  'pdfkit', // reads font metrics beside itself
  'svg-to-pdfkit',
  '@expo-google-fonts/arimo', // font files
];

const COMMON = {
  bundle: true,
  metafile: true,
  outdir: 'dist',
  platform: 'node',
  target: 'node20',
  external: EXTERNAL,
  minifySyntax: true,
  minifyWhitespace: true,
  logLevel: 'warning',
};

/** What src/program/compiled.ts calls the program. */
const PROGRAM = `
export const api = () => require('./src/index.ts');
export const perform = (argv) => require('./src/program/perform.ts').perform(argv);
export const alone = (argv) => require('./src/program/alone.ts').alone(argv);
export const work = (job) => require('./src/sweep/run/sweep-worker.ts').default(job);
export const joinCrew = () => require('./src/train/run/join-crew.ts').joinCrew();
`;

/** A part that few commands load, too large to be read with the others: a script as the program is one (src/program/compiled.ts). */
const MATH = 'src/base/math-engine.ts';

const mathApart = {
  name: 'math apart',
  setup({ onResolve }) {
    onResolve({ filter: /\/math-engine\.ts$/ }, ({ kind }) =>
      kind === 'dynamic-import' ? { path: './math-engine.js', external: true } : undefined,
    );
  },
};

/** One function around CommonJS. */
const AS_SCRIPT = {
  format: 'cjs',
  define: { 'import.meta.url': 'moduleUrl' },
  banner: { js: '(function (exports, require, module, moduleUrl, importModule) {' },
  footer: { js: '})' },
};

/** Modules that few commands call, with much behind them: each is loaded when something that it exports is first taken. */
const LATE = [
  'src/check/config-kinds.ts',
  'src/check/kind-of.ts',
  'src/config/platform/platform-schema.ts',
  'src/network/importers/index.ts',
  'src/network/importers/numpy/zip-archive.ts',
  'src/report/draw-charts.ts',
  'src/report/records/read-record.ts',
  'src/sweep/config/load-sweep.ts',
].map((file) => resolve(file));

const lateModules = {
  name: 'late modules',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^\..*\.ts$/ }, ({ kind, path, resolveDir, namespace }) => {
      const file = resolve(resolveDir, path);
      return kind === 'import-statement' && namespace === 'file' && LATE.includes(file)
        ? { path: file, namespace: 'late-module' }
        : undefined;
    });
    onLoad({ filter: /./, namespace: 'late-module' }, async ({ path }) => ({
      contents: (await namesOf(path)).map((name) => lateExport(name, path)).join('\n'),
      resolveDir: resolve('.'),
    }));
  },
};

/** An export that loads its module when it is taken. */
function lateExport(name, file, nameThere = name) {
  return `Object.defineProperty(exports, '${name}', { enumerable: true, get: () => require('${file}').${nameThere} });`;
}

/**
 * The public API as the command line gets it: a module of it is loaded when something that it exports is first taken, so that a command pays for nothing but what it does.
 * tsc has left of src/index.ts nothing but lines of `export { names } from 'file'`.
 */
const lateApi = {
  name: 'late API',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^(\.\.\/)+index\.ts$/ }, ({ importer }) =>
      /src[/\\]cli[/\\]/.test(importer) ? { path: 'api', namespace: 'late-api' } : undefined,
    );
    onLoad({ filter: /./, namespace: 'late-api' }, () => ({
      contents: [...readFileSync('build/src/index.js', 'utf8').matchAll(/^export \{([^}]*)\} from '\.\/(.*)\.js';$/gm)]
        .flatMap(([, names, file]) =>
          names
            .split(',')
            .filter((name) => name.trim() !== '')
            .map((name) => [...name.trim().split(' as '), file]),
        )
        .map((words) => {
          const [name, file] = [words[0], words.at(-1)];
          return lateExport(words.at(-2), `./src/${file}.ts`, name);
        })
        .join('\n'),
      resolveDir: resolve('.'),
    }));
  },
};

/** Modules that pass on a part of the program, by their names in dist/. */
const doors = (names) => ({
  index: `export const { ${names.join(', ')} } = compiled().program.api();`,
  perform: 'export const { alone, perform } = compiled().program;',
  'sweep-worker': 'export default compiled().program.work;',
  'train-worker': 'compiled().program.joinCrew();',
});

/** Writes the bundles to dist/ and gives the metafiles of them. */
export async function bundleForNode() {
  const program = await build({
    ...COMMON,
    ...AS_SCRIPT,
    stdin: { contents: PROGRAM, resolveDir: resolve('.'), sourcefile: 'program.js' },
    entryNames: 'program',
    plugins: [
      arraysFromFile,
      hashByNode,
      packedByNode,
      lateAssert,
      lateBuiltins,
      noHelpKept,
      noPackageAround,
      plainWidth,
      zodInEnglish,
      mathApart,
      lateApi,
      lateModules,
    ],
  });
  const math = await build({ ...COMMON, ...AS_SCRIPT, entryPoints: { 'math-engine': MATH } });
  for (const file of ['dist/program.js', 'dist/math-engine.js'])
    writeFileSync(file, inAscii(withImportsPassedOn(readFileSync(file, 'utf8'))));
  const outside = await build({
    ...COMMON,
    entryPoints: {
      bin: 'src/bin.ts',
      ...Object.fromEntries(Object.keys(doors([])).map((name) => [name, `door:${name}`])),
    },
    entryNames: '[name]',
    splitting: true,
    format: 'esm',
    plugins: [doorPlugin(await namesOf('src/index.ts')), lateAssert, noPackageAround, plainWidth],
    banner: {
      js: "import { createRequire as picojouleRequire } from 'node:module'; const require = picojouleRequire(import.meta.url);",
    },
  });
  // the code of what a small run does; what only other commands do is compiled when they do it
  execFileSync(process.execPath, [join('scripts', 'compile-program.mjs')], { stdio: ['ignore', 'ignore', 'inherit'] });
  return [program.metafile, math.metafile, outside.metafile];
}

/** A script has no `import()`: the one that it is given takes its place. */
function withImportsPassedOn(source) {
  for (const [, name] of source.matchAll(/\bimport\("([^"]+)"\)/g))
    if (!EXTERNAL.includes(name) && !name.startsWith('./')) throw new Error(`dist/program.js imports ${name}`);
  return source.replaceAll(/\bimport\((?="|\(0,\s*\w+\.pathToFileURL)/g, 'importModule(');
}

/** esbuild escapes what is not ASCII, but not in regular expressions. */
function inAscii(source) {
  return source.replaceAll(/[^\0-\x7f]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** What a module of the sources exports beside types, which tsc has removed. */
async function namesOf(file) {
  const compiled = join('build', relative('.', file)).replace(/\.ts$/, '.js');
  const parsed = { entryPoints: [compiled], format: 'esm', metafile: true, write: false };
  return Object.values((await build(parsed)).metafile.outputs)[0].exports;
}

/** Modules of which the doors consist, and the places where sources import what is behind a door. */
function doorPlugin(names) {
  const contents = doors(names);
  return {
    name: 'doors',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^door:/ }, ({ path }) => ({ path: path.slice('door:'.length), namespace: 'door' }));
      onLoad({ filter: /./, namespace: 'door' }, ({ path }) => ({
        contents: `import { compiled } from './src/program/compiled.ts';\n${contents[path]}`,
        resolveDir: resolve('.'),
      }));
      onResolve({ filter: /^(\.|(\.\.\/)*\.\.)\/(program\/perform|index)\.ts$/ }, ({ path, importer }) =>
        /src[/\\](bin\.ts|cli[/\\])/.test(importer)
          ? { path: `./${basename(path, '.ts')}.js`, external: true }
          : undefined,
      );
    },
  };
}
