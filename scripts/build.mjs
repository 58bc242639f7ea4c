// Builds the project: tsc to build/ (tests and tools run there), then one bundle with lazily loaded parts to dist/.
// A bundle because unbundled mathjs alone costs over a second at start; what cannot be bundled stays an ordinary dependency. What is bundled is none: it would be
// installed a second time; its licence notices ship in dist/THIRD-PARTY-NOTICES.txt.
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { writeDataModules } from './data-modules.mjs';
import { writeKernels } from './kernels.mjs';
import { copyZodTypes, writeNotices } from './third-party.mjs';

const EXTERNAL = [
  'vega', // finds its own runtime file for report.html
  'vega-lite',
  'tinypool', // starts its own worker file
  '@resvg/resvg-js', // native
  'pdfkit', // reads font metrics beside itself
  'svg-to-pdfkit',
  '@expo-google-fonts/arimo', // font files
];

/** The arrays of CACTI, a tenth of the package, are one file for both bundles; `path`: where it lies seen from the bundle. */
const ARRAYS = 'generated/energy/cacti-arrays.json.ts';
const sharedArrays = (path) => ({
  name: 'shared-arrays',
  setup: ({ onResolve }) => onResolve({ filter: /cacti-arrays\.json\.ts$/ }, () => ({ path, external: true })),
});

writeDataModules();
await writeKernels();
removeStale('build');
execFileSync(process.execPath, [join('node_modules', 'typescript', 'bin', 'tsc'), '-p', '.'], { stdio: 'inherit' });
rmSync('dist', { recursive: true, force: true });
const entries = [
  'src/bin.ts',
  'src/index.ts',
  ...readdirSync('src', { recursive: true })
    .filter((file) => file.endsWith('-worker.ts'))
    .map((file) => join('src', file)),
];
const ofNode = await build({
  metafile: true,
  entryPoints: entries,
  entryNames: '[name]',
  outdir: 'dist',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  external: EXTERNAL,
  plugins: [sharedArrays('./cacti-arrays.js')],
  minifySyntax: true,
  minifyWhitespace: true,
  sourcemap: false,
  banner: {
    js: "import { createRequire as picojouleRequire } from 'node:module'; const require = picojouleRequire(import.meta.url);",
  },
  logLevel: 'warning',
});
// the engine without Node, and the built-in configs as data for it
const ofBrowser = await build({
  metafile: true,
  entryPoints: { index: 'src/browser.ts', configs: 'generated/configs.ts' },
  outdir: 'dist/browser',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'browser',
  plugins: [sharedArrays('../cacti-arrays.js')],
  target: 'es2022',
  minify: true,
  logLevel: 'warning',
});
await build({
  entryPoints: { 'cacti-arrays': ARRAYS },
  outdir: 'dist',
  format: 'esm',
  minify: true,
  logLevel: 'warning',
});
cpSync('build/generated', 'dist/generated', { recursive: true, filter: (file) => !/\.(js|map)$/.test(file) });
cpSync('build/src', 'dist/types', { recursive: true, filter: (file) => !/\.(js|map)$/.test(file) });
copyZodTypes('dist/types');
writeNotices('dist/THIRD-PARTY-NOTICES.txt', [ofNode.metafile, ofBrowser.metafile]);

/** Removes what was compiled of sources that have gone or moved since: ava would run a test of yesterday. */
function removeStale(folder) {
  if (!existsSync(folder)) return;
  for (const part of ['src', 'test', 'bench', 'scripts', 'generated'].filter((one) => existsSync(join(folder, one))))
    for (const file of readdirSync(join(folder, part), { recursive: true, encoding: 'utf8' })) {
      const source = join(part, file.replace(/\.(js|js\.map|d\.ts)$/, '.ts'));
      if (/\.(js|js\.map|d\.ts)$/.test(file) && !existsSync(source)) rmSync(join(folder, part, file));
    }
}
