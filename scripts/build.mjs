// Builds the project: tsc to build/ (tests and tools run there), then one bundle with lazily loaded parts to dist/.
// A bundle because unbundled mathjs alone costs over a second at start; what cannot be bundled stays an ordinary dependency. What is bundled is none: it would be
// installed a second time; its licence notices ship in dist/THIRD-PARTY-NOTICES.txt.
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { bundleForNode } from './bundle-node.mjs';
import { bundlePage } from './bundle-page.mjs';
import { zodInEnglish } from './bundle-plugins.mjs';
import { writeDataModules } from './data-modules.mjs';
import { engineParts } from './engine-parts.mjs';
import { writeKernels } from './kernels.mjs';
import { copyZodTypes, writeNotices } from './third-party.mjs';
import { writeTrees } from './write-trees.mjs';

/** The arrays of CACTI, a tenth of the package, are one file for both bundles. */
const ARRAYS = 'generated/energy/cacti-arrays.json.ts';
const sharedArrays = {
  name: 'shared arrays',
  setup: ({ onResolve }) =>
    onResolve({ filter: /cacti-arrays\.json\.ts$/ }, () => ({ path: '../cacti-arrays.js', external: true })),
};
const arraysModule = () => `export default ${/= (\{.*\});/s.exec(readFileSync(ARRAYS, 'utf8'))[1]};`;

writeDataModules();
await writeKernels();
removeStale('build');
execFileSync(process.execPath, [join('node_modules', 'typescript', 'bin', 'tsc'), '-p', '.'], { stdio: 'inherit' });
rmSync('dist', { recursive: true, force: true });
// first what the program reads beside itself
mkdirSync('dist');
writeFileSync('dist/cacti-arrays.js', arraysModule());
await writeTrees();
const ofNode = await bundleForNode();
// the engine without Node, and the built-in configs as data for it
const ofBrowser = await build({
  metafile: true,
  entryPoints: { index: 'src/browser.ts', configs: 'generated/configs.ts' },
  outdir: 'dist/browser',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'browser',
  plugins: [sharedArrays, ...engineParts, zodInEnglish],
  target: 'es2022',
  minify: true,
  logLevel: 'warning',
});
const ofPage = await bundlePage();
cpSync('build/generated', 'dist/generated', { recursive: true, filter: (file) => !/\.(js|map)$/.test(file) });
cpSync('build/src', 'dist/types', { recursive: true, filter: (file) => !/\.(js|map)$/.test(file) });
copyZodTypes('dist/types');
writeNotices('dist/THIRD-PARTY-NOTICES.txt', [...ofNode, ofBrowser.metafile, ...ofPage]);

/** Removes what was compiled of sources that have gone or moved since: ava would run a test of yesterday. */
function removeStale(folder) {
  if (!existsSync(folder)) return;
  for (const part of ['src', 'test', 'bench', 'scripts', 'generated'].filter((one) => existsSync(join(folder, one))))
    for (const file of readdirSync(join(folder, part), { recursive: true, encoding: 'utf8' })) {
      const source = join(part, file.replace(/\.(js|js\.map|d\.ts)$/, '.ts'));
      if (/\.(js|js\.map|d\.ts)$/.test(file) && !existsSync(source)) rmSync(join(folder, part, file));
    }
}
