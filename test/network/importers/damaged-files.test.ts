import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import fc from 'fast-check';
import { memoryFiles } from '../../../src/base/files/files.ts';
import { UserError } from '../../../src/base/user-error.ts';
import { compressNetwork } from '../../../src/compress/compress-network.ts';
import { writeCompressed } from '../../../src/network/compressed/write-compressed.ts';
import type { ImportedLayer, ImportedMatrix, ImportedWeights } from '../../../src/network/imported-weights.ts';
import { compressed } from '../../../src/network/importers/compressed/compressed.ts';
import { importEieDump } from '../../../src/network/importers/eie/eie-dump-weights.ts';
import { IMPORTERS, importWeights } from '../../../src/network/importers/index.ts';
import { nodeFiles } from '../../../src/node/node-files.ts';
import { layer } from '../../compress/dense.ts';
import { caseFile, caseFiles, testWithData } from '../../oracles/shared-folder.ts';

const PROTOTXT = caseFile('caffe/SqueezeNet_deploy.prototxt');
/** The seed makes every run the same; a failure prints the file and its damage. */
const RUNS = { seed: 11, numRuns: 250 };
const LARGEST_FILE_BYTES = 1e6;

/** What happens to a file on its way: it is cut short, or up to four bytes change; places are shares of its length. */
const damage = fc.oneof(
  { weight: 1, arbitrary: fc.record({ keep: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      flips: fc.array(
        fc.tuple(fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }), fc.integer({ min: 1, max: 255 })),
        { minLength: 1, maxLength: 4 },
      ),
    }),
  },
);
type Damage = { readonly keep: number } | { readonly flips: readonly (readonly [place: number, change: number])[] };

function damaged(bytes: Uint8Array, how: Damage): Uint8Array {
  if ('keep' in how) return bytes.slice(0, Math.floor(how.keep * bytes.length));
  const copy = Uint8Array.from(bytes);
  // Half of the damage falls on the first bytes, where headers are.
  for (const [place, change] of how.flips)
    copy[Math.floor((place < 0.5 ? place * 2 * Math.min(1, 200 / copy.length) : (place - 0.5) * 2) * copy.length)] ^=
      change;
  return copy;
}

/** A matrix that can be trusted: its parts fit each other, its numbers are finite, and it is no larger than such a file can make it. */
function isWhole(matrix: ImportedMatrix, fileBytes: number): boolean {
  const { rows, columns, values } = matrix;
  if (!(rows >= 1 && columns >= 1 && Number.isInteger(rows * columns))) return false;
  if (!values.every((value: number) => Number.isFinite(value)) || values.byteLength > 4000 * fileBytes + 1e5)
    return false;
  if (matrix.kind === 'dense') return values.length === rows * columns;
  const { columnStart, rowIndex } = matrix;
  for (let column = 0; column < columns; column++)
    for (let k = columnStart[column]; k < columnStart[column + 1]; k++)
      if (rowIndex[k] >= rows || (k > columnStart[column] && rowIndex[k] <= rowIndex[k - 1])) return false;
  return columnStart.length === columns + 1 && columnStart[columns] === values.length;
}

/** Reading must give whole layers, or a UserError that begins with the file's name. */
async function survives(
  read: () => ImportedWeights | Promise<ImportedWeights>,
  file: string,
  size: number,
): Promise<void> {
  let layers: readonly ImportedLayer[];
  try {
    ({ layers } = await read());
  } catch (cause) {
    if (!(cause instanceof UserError)) throw cause;
    if (!cause.message.startsWith(file)) throw new Error(`no file name in: ${cause.message}`, { cause });
    return;
  }
  const broken = layers.find(({ matrix }) => !isWhole(matrix, size));
  if (broken !== undefined) throw new Error(`layer ${broken.name} of ${file} is not whole`);
}

async function holds(
  t: ExecutionContext,
  files: readonly { name: string; bytes: Uint8Array }[],
  importer: (typeof IMPORTERS)[number],
) {
  const property = fc.asyncProperty(fc.constantFrom(...files), damage, async ({ name, bytes }, how) => {
    const source = { files: nodeFiles, file: name, bytes: damaged(bytes, how) };
    await survives(() => importer.read(source, { prototxt: PROTOTXT }), name, source.bytes.length);
  });
  await t.notThrowsAsync(async () => fc.assert(property, RUNS));
}

for (const importer of IMPORTERS.filter(({ extensions, name }) => extensions.length > 0 && name !== 'gguf')) {
  const folders = ['npy', 'npz', 'safetensors', 'smtx', 'mtx', 'mtx/invalid', 'onnx', 'caffe'];
  const own = folders
    .flatMap(caseFiles)
    .filter((path) => importer.extensions.some((extension) => path.endsWith(extension)))
    .filter((path) => statSync(path).size > 0 && statSync(path).size < LARGEST_FILE_BYTES);
  const run = own.length > 0 ? test : testWithData(caseFile(`${importer.name} files`));
  run(`${importer.name}: a damaged file gives whole layers or is refused by name, whatever its bytes`, async (t) => {
    await holds(
      t,
      own.map((path) => ({ name: path, bytes: readFileSync(path) })),
      importer,
    );
  });
}

test('gguf: a file with every type, damaged, gives whole layers or is refused by name', async (t) => {
  const bytes = readFileSync('test/data/gguf/blocks.gguf');
  const property = fc.asyncProperty(damage, async (how) => {
    const files = memoryFiles({ 'a.gguf': damaged(bytes, how) });
    await survives(() => importWeights(files, 'a.gguf'), 'a.gguf', bytes.length);
  });
  await t.notThrowsAsync(async () => fc.assert(property, RUNS));
});

test('compressed: a damaged file gives whole layers or is refused by name', async (t) => {
  const imported = { format: 'test', layers: [layer([0.5, 0, -1], [0, 2, 0], [1, 0, 0])], skipped: [], warnings: [] };
  const { network } = compressNetwork(imported, { share: { codeBits: 4 }, processingElements: 2, indexBits: 4 });
  await holds(t, [{ name: 'c.safetensors', bytes: writeCompressed(network) }], compressed);
});

testWithData(caseFile('eie/spm/spm0.dat'))(
  'eieDump: a dump with a damaged or missing file gives a whole layer or is refused by name',
  async (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'picojoule-'));
    const names = ['act.dat', 'arithm.dat', 'ptr/ptr0.dat', 'spm/spm0.dat'];
    for (const sub of ['ptr', 'spm']) mkdirSync(join(folder, sub));
    const originals = new Map(names.map((name) => [name, readFileSync(caseFile(`eie/${name}`))]));
    const property = fc.asyncProperty(fc.constantFrom(...names), fc.option(damage, { freq: 6 }), async (name, how) => {
      for (const [each, bytes] of originals) writeFileSync(join(folder, each), bytes);
      const bytes = originals.get(name)!;
      if (how === null) rmSync(join(folder, name));
      else writeFileSync(join(folder, name), damaged(bytes, how));
      await survives(() => importEieDump(nodeFiles, folder), folder, 1e6);
    });
    await t.notThrowsAsync(async () => fc.assert(property, { ...RUNS, numRuns: 60 }));
  },
);
