import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Script } from 'node:vm';
import test from 'ava';
import { compiled } from '../../src/program/compiled.ts';

/** A folder with the bundled program, without the code that was compiled of it. */
function programAlone(): string {
  const folder = mkdtempSync(join(tmpdir(), 'picojoule-program-'));
  for (const file of ['program.js', 'cacti-arrays.js']) cpSync(join('dist', file), join(folder, file));
  return folder;
}

const versionOf = (folder: string) => compiled(pathToFileURL(`${folder}/`)).program.api().VERSION;
const { version } = JSON.parse(readFileSync('package.json', 'utf8'));

test('V8 takes the code that was compiled of the program when it was built', (t) => {
  const source = readFileSync('dist/program.js', 'latin1');
  const script = new Script(source, { cachedData: readFileSync('dist/program.cache') });
  t.false(script.cachedDataRejected);
  t.is(versionOf('dist'), version);
});

test('so does the command line, which has it compile late', (t) => {
  const modules = ['compiled', 'optimise-late'].map((name) => new URL(`../../src/program/${name}.js`, import.meta.url));
  const code = `
    const [{ compiled, compiledMath }, { optimiseLate }] = await Promise.all(${JSON.stringify(modules)}.map((file) => import(file)));
    await optimiseLate();
    const scripts = [compiled, compiledMath].map((load) => load(new URL(${JSON.stringify(pathToFileURL('dist/').href)})).script);
    process.exitCode = scripts.every(({ cachedDataRejected }) => cachedDataRejected === false) ? 0 : 1;`;
  t.is(spawnSync(process.execPath, ['--input-type=module', '-e', code]).status, 0);
});

test('without that code, or with another that V8 does not take, the program is compiled anew', (t) => {
  const folder = programAlone();
  t.is(versionOf(folder), version);
  writeFileSync(join(folder, 'program.cache'), 'code of another version');
  t.is(versionOf(folder), version);
});

test('the program is ASCII: it is read as one byte a character', (t) => {
  for (const name of ['program', 'math-engine'])
    t.true(
      readFileSync(`dist/${name}.js`).every((byte) => byte < 0x80),
      name,
    );
});
