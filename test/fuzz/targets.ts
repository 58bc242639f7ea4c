import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { zipSync } from 'fflate';
import { type Files, memoryFiles } from '../../src/base/files/files.ts';
import type { RandomStream } from '../../src/base/random.ts';
import { compareResults } from '../../src/compare/compare-results.ts';
import { readResult } from '../../src/compare/read-result.ts';
import { compressNetwork } from '../../src/compress/compress-network.ts';
import { parseActionCounts } from '../../src/config/accelergy/action-counts.ts';
import { parseCostTable } from '../../src/config/accelergy/cost-table.ts';
import { parseReferenceTable } from '../../src/config/accelergy/reference-table.ts';
import { loadEnergyTableText } from '../../src/config/energy/load-energy-table.ts';
import { loadNetworkText } from '../../src/config/network/load-network.ts';
import { loadHardwareText } from '../../src/machines/load-hardware.ts';
import { safetensorsBytes } from '../../src/network/compressed/safetensors-bytes.ts';
import { writeCompressed } from '../../src/network/compressed/write-compressed.ts';
import { importWeights } from '../../src/network/importers/index.ts';
import { readInputs, readLabels } from '../../src/network/inputs/read-inputs.ts';
import { nodeFiles } from '../../src/node/node-files.ts';
import { loadEnergyTable, loadHardware } from '../../src/node/read-configs.ts';
import { drawCharts } from '../../src/report/draw-charts.ts';
import { formats } from '../../src/report/formats/index.ts';
import { chartStyle } from '../../src/report/picture/style.ts';
import { readRecord } from '../../src/report/records/read-record.ts';
import { subjectOf } from '../../src/report/records/subject.ts';
import { renderReport } from '../../src/report/render-report.ts';
import { loadNetwork } from '../../src/run/load/load-network.ts';
import { runNetwork } from '../../src/run/run-network.ts';
import { readSweep } from '../../src/sweep/config/load-sweep.ts';
import { mergeShards } from '../../src/sweep/merge-shards.ts';
import { runSweep } from '../../src/sweep/run-sweep.ts';
import { lockFolder } from '../../src/sweep/store/folder-lock.ts';
import { layer } from '../compress/dense.ts';
import { onnxModel } from '../oracles/onnx-model.ts';
import { everyRecord } from '../report/fixtures/every-record.ts';
import { smallSweep } from '../sweep/small-sweep.ts';
import { mutateBytes, mutateRecord } from './mutate.ts';

/** One thing that reads what a user gives. It succeeds or throws the tool's own error, whatever it is given. */
export interface Target {
  readonly name: string;
  /** How often it is tried, compared with the others. */
  readonly weight: number;
  /** Damages one of its inputs and reads it; gives the input, so that a fault can be tried again. */
  readonly make: (next: RandomStream) => { readonly input: Uint8Array; readonly read: () => unknown };
}

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Harmless stand-ins for memory bombs: nothing that is read here needs more. */
const MEMORY = { limitBytes: 50_000_000 };

function ofBytes(
  name: string,
  weight: number,
  seeds: readonly Uint8Array[],
  read: (bytes: Uint8Array) => unknown,
): Target {
  return {
    name,
    weight,
    make(next) {
      const input = mutateBytes(next, seeds[next() % seeds.length]);
      return { input, read: () => read(input) };
    },
  };
}

/** Files in memory, with the built-in configs of this package. */
function filesWith(contents: Readonly<Record<string, string | Uint8Array>>): Files {
  const own = memoryFiles(contents);
  const isBuiltIn = (path: string) => path.startsWith(nodeFiles.builtIn);
  return {
    ...own,
    builtIn: nodeFiles.builtIn,
    memory: MEMORY,
    find: (path) => (isBuiltIn(path) ? nodeFiles : own).find(path),
    list: (path) => (isBuiltIn(path) ? nodeFiles : own).list(path),
    read: (path, part) => (isBuiltIn(path) ? nodeFiles : own).read(path, part),
  };
}

function ofWeights(name: string, file: string, weight: number, ...seeds: readonly Uint8Array[]): Target {
  return ofBytes(name, weight, seeds, (bytes) => importWeights(filesWith({ [file]: bytes }), file));
}

function npy(descr: string, shape: string, data: Uint8Array): Uint8Array {
  const words = `{'descr': '${descr}', 'fortran_order': False, 'shape': (${shape}), }`;
  const header = bytesOf(`${words.padEnd(117)}\n`);
  return Uint8Array.from([0x93, ...bytesOf('NUMPY'), 1, 0, header.length, 0, ...header, ...data]);
}

const doubles = (shape: string, ...values: number[]) =>
  npy('<f8', shape, new Uint8Array(Float64Array.from(values).buffer));
const bytesOfWords = (...values: number[]) => new Uint8Array(Uint32Array.from(values).buffer);
const FLOATS = npy('<f4', '2, 3', new Uint8Array(Float32Array.of(1, 0, -2, 0.5, 0, 3).buffer));

const SPARSE = zipSync({
  'format.npy': npy('|S3', '', bytesOf('csc')),
  'shape.npy': doubles('2,', 2, 3),
  'data.npy': doubles('2,', 1, 2),
  'indices.npy': doubles('2,', 0, 1),
  'indptr.npy': doubles('4,', 0, 1, 1, 2),
});

const SAFETENSORS = safetensorsBytes(
  [
    { name: 'fc.weight', shape: [2, 3], values: Float32Array.of(1, 0, 2, 0, 3, 0) },
    { name: 'fc.bias', shape: [2], values: Float32Array.of(1, 2) },
  ],
  { format: 'pt' },
);

const COMPRESSED = writeCompressed(
  compressNetwork(
    {
      format: 'x',
      layers: [layer([1, 0, 2], [0, 3, 0], [4, 0, 5])],
      skipped: [],
      warnings: [],
    },
    { share: { codeBits: 2 }, processingElements: 2, indexBits: 4 },
  ).network,
);

const MODELS = [
  onnxModel(
    [
      { operator: 'Gemm', attributes: { transB: 1 }, inputs: ['x', 'w', 'b'], outputs: ['h'] },
      { operator: 'Relu', inputs: ['h'], outputs: ['r'] },
      { operator: 'Reshape', inputs: ['r', 's'], outputs: ['y'] },
    ],
    [
      { name: 'w', dims: [2, 3], floats: [1, 0, 2, 0, 3, 0] },
      { name: 'b', dims: [2], floats: [1, 2] },
      { name: 's', dims: [2], typed: { dtype: 'int64', values: [1, 2] } },
    ],
    { x: [1, 3] },
  ),
  onnxModel(
    [
      { operator: 'Conv', attributes: { kernel_shape: [2, 2], strides: [1, 1] }, inputs: ['x', 'w'], outputs: ['c'] },
      { operator: 'MaxPool', attributes: { kernel_shape: [2, 2] }, inputs: ['c'], outputs: ['p'] },
      { operator: 'Flatten', inputs: ['p'], outputs: ['f'] },
      { operator: 'Softmax', inputs: ['f'], outputs: ['y'] },
    ],
    [{ name: 'w', dims: [2, 1, 2, 2], floats: [1, 0, 2, 0, 3, 0, 1, 1] }],
    { x: [1, 1, 4, 4] },
  ),
];

const PROTOTXT = bytesOf(
  'name: "n"\nlayer { name: "in" type: "Input" top: "x" input_param { shape { dim: 1 dim: 2 dim: 4 dim: 4 } } }\nlayer { name: "c" type: "Convolution" bottom: "x" top: "c" convolution_param { num_output: 4 kernel_size: 3 group: 2 } }\nlayer { name: "r" type: "ReLU" bottom: "c" top: "c" }\nlayer { name: "fc" type: "InnerProduct" bottom: "c" top: "y" inner_product_param { num_output: 3 bias_term: false } }\n',
);

/** Counts of both layers, then codebook, bias, codes and indices of each. */
const NET = new Uint8Array(8 + 1024 + 16 + 2 + 1 + 64 + 1 + 1);
NET.set(bytesOfWords(2, 2));

const DUMP: Readonly<Record<string, Uint8Array>> = {
  'd/act.dat': new Uint8Array(Float32Array.of(1, 2).buffer),
  'd/arithm.dat': new Uint8Array(Float32Array.of(0, 3).buffer),
  'd/ptr/ptr0.dat': bytesOfWords(0, 1, 2, 2),
  'd/spm/spm0.dat': bytesOfWords(1, 0, 1, 0),
};

const dump: Target = {
  name: 'EIE dump',
  weight: 3,
  make(next) {
    const names = Object.keys(DUMP);
    const name = names[next() % names.length];
    const input = mutateBytes(next, DUMP[name]);
    return { input, read: () => importWeights(filesWith({ ...DUMP, [name]: input }), 'd') };
  },
};

const caffe: Target = {
  name: 'Deep Compression',
  weight: 3,
  make(next) {
    const isNet = next() % 2 === 0;
    const input = mutateBytes(next, isNet ? NET : PROTOTXT);
    const files = filesWith({ 'n.net': isNet ? input : NET, p: isNet ? PROTOTXT : input });
    return { input, read: () => importWeights(files, 'n.net', { prototxt: 'p' }) };
  },
};

const MARKET = [
  '%%MatrixMarket matrix coordinate real general\n% c\n3 4 2\n1 1 0.5\n3 4 -1e3\n',
  '%%MatrixMarket matrix coordinate integer symmetric\n3 3 2\n2 1 5\n3 3 7\n',
  '%%MatrixMarket matrix array real general\n2 2\n1\n2\n3\n4\n',
  '%%MatrixMarket matrix coordinate pattern general\r\n2 2 1\r\n1 2\r\n',
].map(bytesOf);
const PATTERN = bytesOf('2, 3, 3\n0 2 3\n0 2 1\n');

const EIE_TEXT = readFileSync('configs/hardware/eie-64pe.yaml');
const NETWORK_TEXT = bytesOf(
  'name: n\nseed: 3\nlayers:\n  - { name: a, generate: { rows: 4, columns: 8, weightDensity: 0.5, activationDensity: 50 % } }\n  - name: b\n    generate: &g { rows: 8, columns: 4, weightDensity: 1/4, activationDensity: 1 }\n  - { name: c, generate: *g }\n',
);
const SWEEP_TEXT = bytesOf(
  'name: s\nset: { activationQueue.depth: 4 }\naxes:\n  clock: 400..800 MHz step 100\n  processingElements: [4, 8]\n  memories.sparseMatrix.width: [32 bit, 64 bit]\nzip: []\nconstraints: [processingElements * activationQueue.depth <= 4096]\nmetrics: { t: timeUs, e: energyPj.total * 2 }\npareto: [t, e]\nbest: { metric: t, where: e < 5 }\nbaseline: { processingElements: 4 }\n',
);
const ENERGY_TEXT = readFileSync('configs/energy/eie-table2.yaml');
const REFERENCE_TEXT = bytesOf(
  'ERT:\n  version: 0.4\n  tables:\n  - name: system.glb\n    actions:\n    - name: read\n      arguments: { address_delta: 1, data_delta: 0 }\n      energy: 10.5\n    - name: write\n      energy: 1.0e-7\n',
);
const COUNTS_TEXT = bytesOf(
  'action_counts:\n  version: 0.4\n  local:\n  - name: system.glb\n    action_counts:\n    - name: read\n      counts: 12\n',
);
const COST_TEXT = bytesOf('action,latency(ns),width,energy(pJ)\nadd,1,32,0.5\nadd,1,16,0.2\n');

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

const scratch = mkdtempSync(join(tmpdir(), 'picojoule-fuzz-'));

/** Reads a damaged config as a file `name`, for readers that need one. */
function asFile(name: string, read: (file: string) => unknown) {
  return (bytes: Uint8Array): unknown => {
    const file = join(scratch, name);
    writeFileSync(file, bytes);
    return read(file);
  };
}

/** Everything that is made of a stored record without drawing pixels: chart specifications, and tables. */
async function useRecord(file: string): Promise<void> {
  const subject = subjectOf(readRecord(file));
  for (const drawing of drawCharts(subject, 'all', chartStyle('column')))
    for (const format of [formats.csv, formats['vl.json']]) await format.ofChart?.(drawing);
}

const RECORDS = Object.values(everyRecord).map((make): unknown => JSON.parse(JSON.stringify(make())));

function ofRecords(name: string, weight: number, records: readonly unknown[], read: (file: string) => unknown): Target {
  return {
    name,
    weight,
    make(next) {
      const damaged = mutateRecord(next, records[next() % records.length]);
      const input = bytesOf(JSON.stringify(damaged) ?? '');
      return { input, read: () => asFile('result.json', read)(input) };
    },
  };
}

/** All targets; those that need a journal or a result make it first. */
export async function targets(): Promise<readonly Target[]> {
  const hardware = await loadHardware('eie-64pe', {
    set: ['processingElements=2', 'encoding.weights=direct', 'encoding.codeBits='],
  });
  const table = await loadEnergyTable(hardware.energy.tableFile);
  const out = join(scratch, 'sweep');
  const config = await smallSweep(
    'axes:\n  clock: [1 GHz, 2 GHz]\n  processingElements: [2, 4]\nmetrics: [timeUs, cycles]\npareto: [timeUs, cycles]\n',
  );
  const { result } = await runSweep(config, { jobs: 0, folder: out });
  const written = readFileSync(join(out, 'points.journal'));
  // every point twice: a damaged line costs only itself
  const journal = Buffer.concat([written, written.subarray(written.indexOf(10) + 1)]);
  const network = await loadNetwork(filesWith({ 'n.yaml': NETWORK_TEXT }), 'n.yaml');
  const shared = await loadHardware('eie-64pe', { set: ['processingElements=2'] });
  const run: unknown = JSON.parse(JSON.stringify(runNetwork(shared, network, table)));
  const stored: unknown = JSON.parse(JSON.stringify(result));
  const whole = join(scratch, 'whole.json');
  const compared = (good: unknown) => (file: string) => {
    writeFileSync(whole, JSON.stringify(good));
    return renderReport(compareResults([readResult(whole), readResult(file)]), 100);
  };
  const execute = async (bytes: Uint8Array): Promise<unknown> => {
    const model = await loadNetwork(filesWith({ 'm.onnx': bytes }), 'm.onnx');
    return runNetwork(hardware, model, table, { memory: MEMORY });
  };
  return [
    ofWeights('npy', 'a.npy', 5, FLOATS, doubles('2, 2', 1, 2, 3, 4)),
    ofWeights('npz', 'a.npz', 5, zipSync({ 'w.npy': FLOATS }), SPARSE, zipSync({ 'w.npy': [FLOATS, { level: 0 }] })),
    ofWeights('safetensors', 'a.safetensors', 6, SAFETENSORS),
    ofWeights('GGUF', 'a.gguf', 6, readFileSync('test/data/gguf/blocks.gguf')),
    ofWeights('compressed', 'a.safetensors', 6, COMPRESSED),
    ofWeights('MatrixMarket', 'a.mtx', 6, ...MARKET, gzipSync(MARKET[0])),
    ofWeights('smtx', 'a.smtx', 3, PATTERN),
    ofWeights('ONNX', 'a.onnx', 6, ...MODELS),
    ofBytes('ONNX, executed', 4, MODELS, execute),
    dump,
    caffe,
    ofBytes('inputs', 2, [FLOATS, zipSync({ 'x.npy': FLOATS })], (bytes) => readInputs(filesWith({ i: bytes }), 'i')),
    ofBytes('labels', 1, [doubles('2,', 1, 2)], (bytes) => readLabels(filesWith({ i: bytes }), 'i')),
    ofBytes('hardware', 2, [EIE_TEXT], (bytes) => loadHardwareText(filesWith({}), text(bytes))),
    ofBytes('network', 2, [NETWORK_TEXT], (bytes) => loadNetworkText(filesWith({}), text(bytes))),
    ofBytes('energy table', 1, [ENERGY_TEXT], (bytes) => loadEnergyTableText(filesWith({}), text(bytes))),
    ofBytes('sweep', 1, [SWEEP_TEXT], asFile('sweep.yaml', readSweep)),
    ofBytes('ERT', 2, [REFERENCE_TEXT], (bytes) => parseReferenceTable(text(bytes), 'ert.yaml')),
    ofBytes('action counts', 2, [COUNTS_TEXT], (bytes) => parseActionCounts(text(bytes), 'counts.yaml')),
    ofBytes('cost table', 2, [COST_TEXT], (bytes) => parseCostTable(text(bytes), 'costs.csv')),
    ofRecords('records, plotted', 4, [...RECORDS, run, stored], useRecord),
    ofRecords('runs, compared', 2, [run], compared(run)),
    ofRecords('sweeps, compared', 2, [stored], compared(stored)),
    ofBytes('record as text', 1, [bytesOf(JSON.stringify(run))], asFile('result.json', useRecord)),
    ofBytes('journal', 2, [journal], async (bytes) => {
      writeFileSync(join(out, 'points.journal'), bytes);
      return mergeShards([out]);
    }),
    ofBytes('lock', 1, [bytesOf('{"pid":1,"started":"5","host":"elsewhere","clusterTask":null}\n')], (bytes) => {
      const file = join(scratch, 'sweep.lock');
      writeFileSync(file, bytes);
      return lockFolder(file)();
    }),
  ];
}
