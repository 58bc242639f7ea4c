import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import vm from 'node:vm';
import { once } from '../base/memo.ts';
import { optimisesLate } from './optimise-late.ts';

/** What the bundled program offers, each part loaded when it is first asked for. */
export interface Program {
  readonly api: () => typeof import('../index.ts');
  readonly perform: typeof import('./perform.ts').perform;
  readonly alone: typeof import('./alone.ts').alone;
  readonly work: typeof import('../sweep/run/sweep-worker.ts').default;
  readonly joinCrew: typeof import('../train/run/join-crew.ts').joinCrew;
}

interface Compiled<Exports> {
  readonly script: vm.Script;
  readonly exports: Exports;
}

/**
 * Loads the bundle of all that the program does (`program.js`, one function around CommonJS, in ASCII) with the code that V8 compiled of it when the package was
 * built: half of the time of a small run would go into compiling. Another version of Node ignores that code.
 * @param folder where both lie
 */
export function compiled(folder = new URL('.', import.meta.url)): { script: vm.Script; program: Program } {
  const { script, exports } = load<Program>(folder, 'program');
  return { script, program: exports };
}

/** What evaluates expressions (`math-engine.js`, in the same form), which few commands need. */
export function compiledMath(folder = new URL('.', import.meta.url)): Compiled<object> {
  return load(folder, 'math-engine');
}

function load<Exports>(folder: URL, name: string): Compiled<Exports> {
  const source = new URL(`${name}.js`, folder);
  const cachedData = codeOf(folder, name);
  const script = new vm.Script(readFileSync(source, 'latin1'), {
    filename: fileURLToPath(source),
    ...(cachedData && { cachedData }),
  });
  const module = { exports: {} as Exports };
  script.runInThisContext()(module.exports, createRequire(source), module, source.href, importOf(source));
  return { script, exports: module.exports };
}

/**
 * Where V8 writes the hash of its flags into the code that it compiled: 4 bytes behind a magic number and the hashes of its version and of the source. It takes no code of
 * other flags. Those of the command line (optimise-late.ts) change no byte of the code but these, which `late.flags` holds.
 */
export const FLAGS_AT = 12;

function codeOf(folder: URL, name: string): Buffer | undefined {
  try {
    const code = readFileSync(new URL(`${name}.cache`, folder));
    if (optimisesLate()) readFileSync(new URL('late.flags', folder)).copy(code, FLAGS_AT);
    return code;
  } catch {
    return undefined;
  }
}

/** What `import()` does in a module: a script has none of its own. */
function importOf(source: URL): (name: string) => Promise<unknown> {
  const math = once(() => compiledMath(new URL('.', source)));
  return async (name) => {
    if (name === './math-engine.js') return math().exports;
    return import(name.startsWith('.') ? new URL(name, source).href : name);
  };
}
