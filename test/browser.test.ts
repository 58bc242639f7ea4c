import { execFileSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createContext, runInContext } from 'node:vm';
import test from 'ava';
import { build, type Plugin } from 'esbuild';
import { configs } from '../generated/configs.ts';
import { loadEnergyTable, loadHardware } from '../src/node/read-configs.ts';
import { loadNetwork } from '../src/node/read-networks.ts';
import { runNetwork } from '../src/run/run-network.ts';

/** What the build makes the bundle for browsers with. */
const { engineParts } = (await import(pathToFileURL(resolve('scripts', 'engine-parts.mjs')).href)) as {
  engineParts: readonly Plugin[];
};
const BROWSER = { bundle: true, minify: true, platform: 'browser', write: false, logLevel: 'silent' } as const;

/** One script that defines `picojoule`, everything in it. */
const {
  outputFiles: [{ text: engine }],
} = await build({
  ...BROWSER,
  entryPoints: ['src/browser.ts'],
  format: 'iife',
  globalName: 'picojoule',
  plugins: [...engineParts],
});

test('what lies below a run compiles without the types of Node: no Buffer, no process, no node:', (t) => {
  const tsc = join('node_modules', 'typescript', 'bin', 'tsc');
  t.notThrows(() => execFileSync(process.execPath, [tsc, '-p', 'tsconfig.browser.json'], { encoding: 'utf8' }));
});

test('the engine, without data and without what is loaded later, has less than 150 kB and reads no YAML', async (t) => {
  const later: Plugin = {
    name: 'what is loaded later stays outside',
    setup: (bundle) =>
      bundle.onResolve({ filter: /./ }, ({ kind, path }) =>
        kind === 'dynamic-import' ? { path, external: true } : undefined,
      ),
  };
  const { metafile } = await build({
    ...BROWSER,
    entryPoints: ['src/browser.ts'],
    format: 'esm',
    outfile: 'engine.js',
    metafile: true,
    plugins: [...engineParts, later],
  });
  const parts = Object.entries(metafile.outputs['engine.js'].inputs);
  const bytes = parts
    .filter(([input]) => !input.startsWith('generated/energy/'))
    .reduce((sum, [, { bytesInOutput }]) => sum + bytesInOutput, 0);
  t.log(`${bytes} bytes in ${parts.length} modules`);
  t.true(bytes > 50_000 && bytes < 150_000, `${bytes} bytes`);
  t.deepEqual(
    parts.map(([input]) => input).filter((input) => /node_modules\/(zod|yaml|mathjs)\//.test(input)),
    [],
  );
});

/** What the globals of a browser have of what the engine may use; nothing of Node. */
const WEB = {
  AbortController,
  Blob,
  atob,
  DecompressionStream,
  TextDecoder,
  TextEncoder,
  performance,
  setTimeout,
};

for (const [name, set] of [
  ['eie-64pe', ['clock=1 GHz / 2']],
  ['systolic-8x8', []],
] as const)
  test(`in a world without Node the same config gives the same record: ${name}`, async (t) => {
    const script = `${engine}
    (async () => {
      const { chargeRun, loadEnergyTable, loadHardware, loadNetwork, memoryFiles, runNetwork, simulateLayer } = picojoule;
      const files = memoryFiles(JSON.parse(configs));
      const hardware = await loadHardware(files, '${name}', { set: ${JSON.stringify(set)} });
      const network = await loadNetwork(files, 'eie-benchmark', { layer: 'NT-We' });
      const table = await loadEnergyTable(files, hardware.energy.tableFile);
      const whole = await runNetwork(hardware, network, table);
      const made = network.layers.map((layer) => simulateLayer(hardware, layer));
      return JSON.stringify([whole, await chargeRun(hardware, network, table, made)]);
    })()`;
    const [record, ofLayers] = JSON.parse(
      await runInContext(script, createContext({ ...WEB, configs: JSON.stringify(configs) })),
    );
    const hardware = await loadHardware(name, { set });
    const network = await loadNetwork('eie-benchmark', { layer: 'NT-We' });
    const here = runNetwork(hardware, network, await loadEnergyTable(hardware.energy.tableFile));
    t.deepEqual(record, JSON.parse(JSON.stringify(here)));
    t.deepEqual(ofLayers, record);
  });

test('an unknown machine is told with all names that there are, whether they are here or come later', async (t) => {
  const script = `${engine}
    picojoule.loadHardware(picojoule.memoryFiles({ 'x.yaml': 'machine: scn' }), 'x.yaml').catch((error) => error.message)`;
  const message = await runInContext(script, createContext(WEB));
  t.regex(message, /no machine "scn" \(known: eie, systolic, .*; did you mean "scnn"/);
});

test('an energy table may price what only a machine has that has not come', async (t) => {
  const script = `${engine}
    (async () => {
      const { loadEnergyTable, loadHardware, loadNetwork, memoryFiles, runNetwork } = picojoule;
      const files = memoryFiles(JSON.parse(configs));
      const hardware = await loadHardware(files, 'eie-64pe');
      const network = await loadNetwork(files, 'eie-benchmark', { layer: 'NT-We' });
      const table = await loadEnergyTable(files, hardware.energy.tableFile);
      const row = { ...table.rows[0], component: 'weightFifo', action: 'read' };
      const plain = await runNetwork(hardware, network, table);
      const more = await runNetwork(hardware, network, { ...table, rows: [...table.rows, row] });
      return JSON.stringify([plain, more]);
    })()`;
  const [plain, more] = JSON.parse(
    await runInContext(script, createContext({ ...WEB, configs: JSON.stringify(configs) })),
  );
  t.is(plain.layers.length, 1);
  t.deepEqual(more, plain);
});

test('weights by value are shared for a machine that was loaded, and before that it is told what is missing', async (t) => {
  const script = `${engine}
    (async () => {
      const { loadHardware, loadNetwork, memoryFiles, simulateLayer } = picojoule;
      const text = '%%MatrixMarket matrix coordinate real general\\n2 3 2\\n2 3 0.5\\n1 1 0.25\\n';
      const files = memoryFiles({ ...JSON.parse(configs), 'w.mtx': text });
      const [layer] = (await loadNetwork(files, 'w.mtx', { activationDensity: 1 })).layers;
      const { machine, ...chip } = JSON.parse(hardware);
      let early;
      try { simulateLayer(chip, layer); } catch (error) { early = error.message; }
      const { counts } = simulateLayer(await loadHardware(files, 'eie-64pe'), layer);
      return JSON.stringify([early, counts.multiplyAccumulates]);
    })()`;
  const world = createContext({
    ...WEB,
    configs: JSON.stringify(configs),
    hardware: JSON.stringify(await loadHardware('eie-64pe')),
  });
  const [early, multiplied] = JSON.parse(await runInContext(script, world));
  t.regex(early, /no weights are shared before loadHardware/);
  t.is(multiplied, 2);
});

test('a weight file is read where there is no disk, packed or not', async (t) => {
  const script = `${engine}
    (async () => {
      const { loadWeights, memoryFiles } = picojoule;
      const text = '%%MatrixMarket matrix coordinate real general\\n2 3 1\\n2 3 0.5\\n';
      const packed = new Response(new Blob([text]).stream().pipeThrough(new CompressionStream('gzip')));
      const files = memoryFiles({ 'w.mtx': text, 'p.mtx.gz': new Uint8Array(await packed.arrayBuffer()) });
      const of = async (name) => (await loadWeights(files, name)).weights.layers[0].matrix;
      return JSON.stringify([await of('w.mtx'), await of('/p.mtx.gz')]);
    })()`;
  const [plain, packed] = JSON.parse(
    await runInContext(script, createContext({ ...WEB, CompressionStream, Response, Uint8Array })),
  ) as [Record<string, unknown>, Record<string, unknown>];
  t.like(plain, { rows: 2, columns: 3 });
  t.deepEqual(packed, plain);
});
