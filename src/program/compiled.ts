import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import vm from 'node:vm';
import { optimisesLate } from './optimise-late.ts';

/** What the bundled program offers, each part loaded when it is first asked for. */
export interface Program {
  readonly api: () => typeof import('../index.ts');
  readonly perform: typeof import('./perform.ts').perform;
  readonly alone: typeof import('./alone.ts').alone;
  readonly work: typeof import('../sweep/run/sweep-worker.ts').default;
  readonly joinCrew: typeof import('../train/run/join-crew.ts').joinCrew;
}

interface Compiled {
  readonly script: vm.Script;
  readonly program: Program;
}

/**
 * Loads the bundle of all that the program does (`program.js`, one function around CommonJS, in ASCII) with the code that V8 compiled of it when the package was
 * built: half of the time of a small run would go into compiling. Another version of Node ignores that code, and so does V8 under other flags; `command.cache` is that of the
 * command line (optimise-late.ts), `program.cache` that of whoever imports the package.
 * @param folder where both lie
 */
export function compiled(folder = new URL('.', import.meta.url)): Compiled {
  const source = new URL('program.js', folder);
  const cachedData = codeIn(folder);
  const script = new vm.Script(readFileSync(source, 'latin1'), {
    filename: fileURLToPath(source),
    ...(cachedData && { cachedData }),
  });
  const module = { exports: {} as Program };
  script.runInThisContext()(module.exports, createRequire(source), module, source.href, importOf(source));
  return { script, program: module.exports };
}

/** What `import()` does in a module: a script has none of its own. */
function importOf(source: URL): (name: string) => Promise<unknown> {
  return (name) => import(name.startsWith('.') ? new URL(name, source).href : name);
}

function codeIn(folder: URL): Buffer | undefined {
  try {
    return readFileSync(new URL(optimisesLate() ? 'command.cache' : 'program.cache', folder));
  } catch {
    return undefined;
  }
}
