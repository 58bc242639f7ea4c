// The program of the explorer's page, which is that of its workers too: one script (dist/explore/page.js). Apart from it are what evaluates expressions of configs
// (dist/explore/math-engine.js), because few pages need it and it would be a third of all, and CACTI's arrays, which the package has once (dist/cacti-arrays.js).
import { build } from 'esbuild';
import { zodInEnglish } from './bundle-plugins.mjs';

const COMMON = {
  metafile: true,
  outdir: 'dist/explore',
  bundle: true,
  format: 'iife',
  platform: 'browser',
  target: 'es2022',
  minify: true,
  charset: 'ascii',
  logLevel: 'warning',
};

/** The name under which the one finds the other. */
const GLOBAL = 'picojouleMath';

const mathApart = {
  name: 'math apart',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /math-engine\.ts$/ }, ({ kind, path }) =>
      kind === 'dynamic-import' ? { path, namespace: 'math-apart' } : undefined,
    );
    onLoad({ filter: /./, namespace: 'math-apart' }, () => ({ contents: `module.exports = globalThis.${GLOBAL};` }));
  },
};

/** src/report/explorer/write-explorer.ts puts them under this name before the script. */
const arraysApart = {
  name: 'arrays apart',
  setup({ onLoad }) {
    onLoad({ filter: /cacti-arrays\.json\.ts$/ }, () => ({
      contents: 'export default globalThis.picojouleArrays;',
    }));
  },
};

/** Writes both and gives their metafiles. */
export async function bundlePage() {
  const page = await build({
    ...COMMON,
    entryPoints: { page: 'src/explore/page.ts' },
    plugins: [arraysApart, mathApart, zodInEnglish],
  });
  const math = await build({
    ...COMMON,
    entryPoints: { 'math-engine': 'src/base/math-engine.ts' },
    globalName: GLOBAL,
  });
  return [page.metafile, math.metafile];
}
