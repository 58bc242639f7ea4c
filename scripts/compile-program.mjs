// Runs the bundled program on a tiny layer and keeps the code that V8 compiled for it: dist/program.cache, and under the flags of the command line dist/command.cache. Under
// the same flags it evaluates an expression and keeps the code of that: dist/math-engine.cache.
import { writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { isMainThread, parentPort, Worker } from 'node:worker_threads';
import { compiled, compiledMath } from '../build/src/program/compiled.js';
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
  writeFileSync(new URL('program.cache', DIST), script.createCachedData());
  await optimiseLate();
  writeFileSync(new URL('command.cache', DIST), script.createCachedData());
  const {
    script: ofMath,
    exports: { math },
  } = compiledMath(DIST);
  math.parse('processingElements * clock <= 100 GHz');
  math.smallerEq(math.multiply(64, math.unit(800e6, 'Hz')), math.multiply(100, math.unit(1, 'GHz')));
  writeFileSync(new URL('math-engine.cache', DIST), ofMath.createCachedData());
  parentPort.close();
}
