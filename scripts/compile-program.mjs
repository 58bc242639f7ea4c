// Runs the bundled program on a tiny layer, evaluates an expression, and keeps the code that V8 compiled for both: dist/program.cache and dist/math-engine.cache. Under the flags
// of the command line V8 compiles the same; what it calls those flags is kept in dist/late.flags (src/program/compiled.ts).
import { writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { isMainThread, parentPort, Worker } from 'node:worker_threads';
import { compiled, compiledMath, FLAGS_AT } from '../build/src/program/compiled.js';
import { optimiseLate } from '../build/src/program/optimise-late.js';

const DIST = pathToFileURL('dist/');
const TINY = 'scripts/tiny-network.yaml';

if (isMainThread) {
  const worker = new Worker(new URL(import.meta.url), { workerData: { columns: undefined, interactive: false } });
  worker.on('message', ({ kind, text, exitCode }) => {
    if (kind === 'err') process.stderr.write(text);
    if (exitCode > 0) process.exitCode = exitCode;
  });
} else {
  const { script, program } = compiled(DIST);
  await program.perform(['run', 'eie-64pe', TINY]);
  await program.perform(['run', 'eie-64pe', TINY, '--json']);
  const {
    script: ofMath,
    exports: { math },
  } = compiledMath(DIST);
  math.parse('processingElements * clock <= 100 GHz');
  math.smallerEq(math.multiply(64, math.unit(800e6, 'Hz')), math.multiply(100, math.unit(1, 'GHz')));
  const scripts = { program: script, 'math-engine': ofMath };
  const early = Object.entries(scripts).map(([name, one]) => [name, one.createCachedData()]);
  await optimiseLate();
  const flags = script.createCachedData().subarray(FLAGS_AT, FLAGS_AT + 4);
  for (const [name, code] of early) {
    writeFileSync(new URL(`${name}.cache`, DIST), code);
    flags.copy(code, FLAGS_AT);
    if (!code.equals(scripts[name].createCachedData())) throw new Error(`${name}: other code under other flags`);
  }
  writeFileSync(new URL('late.flags', DIST), flags);
  parentPort.close();
}
