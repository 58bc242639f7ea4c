// Assembles the kernels: every src/kernels/**/*.simd.ts is AssemblyScript, and all of them become one WebAssembly module, deflated and in base64, with the signatures of what
// they export: generated/kernels.ts, and the module itself in generated/kernels-module.ts. Takes a second, and nothing where no source has changed.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { deflateRawSync } from 'node:zlib';

const FOLDER = join('src', 'kernels');
const OPTIONS = [
  '-O3', // binaryen's, inlining among them
  '--noAssert',
  '--runtime=stub', // no objects, so no collector: kernels get addresses and numbers
  '--enable=simd',
  '--importMemory',
  '--noExportMemory',
];

/** Writes generated/kernels.ts of the sources below `root`. */
export async function writeKernels(root = '.') {
  const folder = join(root, FOLDER);
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => file.endsWith('.simd.ts'))
    .toSorted();
  const sources = new Map(names.map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
  const digest = createHash('sha256')
    .update(JSON.stringify([...sources]) + readFileSync(fileURLToPath(import.meta.url), 'utf8'))
    .digest('hex');
  const [target, ofModule] = ['kernels.ts', 'kernels-module.ts'].map((name) => join(root, 'generated', name));
  if ([target, ofModule].every((file) => existsSync(file) && readFileSync(file, 'utf8').includes(digest))) return;
  mkdirSync(join(root, 'generated'), { recursive: true });
  const binary = await assemble(sources);
  writeFileSync(target, signaturesText(digest, sources));
  writeFileSync(ofModule, moduleText(digest, binary));
}

/** One module of all sources. @throws with the compiler's own message where one is wrong */
async function assemble(sources) {
  const { default: asc } = await import('assemblyscript/asc');
  const entry = [...sources.keys()].map((name) => `export * from './${name.replace(/\.ts$/, '')}';`).join('\n');
  let told = '';
  let binary;
  const { error } = await asc.main(['kernels.ts', ...OPTIONS, '--outFile', 'kernels.wasm'], {
    readFile: (name) => (name === 'kernels.ts' ? entry : (sources.get(name.replaceAll('\\', '/')) ?? null)),
    writeFile: (_, contents) => {
      binary = contents;
    },
    listFiles: () => [],
    stdout: { write: () => {} },
    stderr: {
      write: (text) => {
        told += text;
      },
    },
  });
  if (error !== null) throw new Error(`${FOLDER}: ${told}`);
  return binary;
}

function signaturesText(digest, sources) {
  const signatures = [...sources].flatMap(([name, text]) =>
    [...text.matchAll(/^export function (\w+)\(([^)]*)\): (\w+)/gm)].map(([, called, parameters, result]) => {
      const names = [...parameters.matchAll(/(\w+):/g)].map(([, parameter]) => `${parameter}: number`);
      return `  /** ${name} */\n  readonly ${called}: (${names.join(', ')}) => ${result === 'void' ? 'void' : 'number'};`;
    }),
  );
  const records = [...sources.values()].flatMap((text) =>
    [...text.matchAll(/^(?:export )?class (\w+) \{\n([\s\S]*?)\n\}/gm)].map(([, record, body]) => {
      const fields = [...body.matchAll(/^ {2}(\w+): (?:usize|u32|i32);$/gm)].map(([, field]) => field);
      // in one string: the page's engine holds them, too
      const type = fields.map((field) => `'${field}'`).join(', ');
      return `/** Words of the record ${record}, in their order. */\nexport const ${record} = /* @__PURE__ */ '${fields.join(' ')}'.split(' ') as unknown as readonly [${type}];`;
    }),
  );
  return [
    note(digest),
    '/** Every kernel; addresses are byte offsets into the memory that the module is given. */',
    `export interface Kernels {\n${signatures.join('\n')}\n}`,
    ...records,
    '',
  ].join('\n');
}

function moduleText(digest, binary) {
  return `${note(digest)}
/** The module, ${binary.length} bytes: src/base/files/packed-bytes.ts unpacks them. */
export const MODULE = '${deflateRawSync(binary, { level: 9 }).toString('base64')}';
`;
}

function note(digest) {
  return `// Made of ${FOLDER.replaceAll('\\', '/')}/**/*.simd.ts by scripts/kernels.mjs: ${digest}`;
}
