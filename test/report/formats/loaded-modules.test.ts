import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import test from 'ava';

/** The packages that `picojoule plot operation-costs` imports for a format, as Node's own module hooks see them. */
function packagesFor(format: string): Set<string> {
  const folder = mkdtempSync(join(tmpdir(), 'picojoule-modules-'));
  const seen = join(folder, 'seen.txt');
  const hooks = join(folder, 'hooks.mjs');
  const register = join(folder, 'register.mjs');
  writeFileSync(seen, '');
  writeFileSync(
    hooks,
    `import { appendFileSync } from 'node:fs';
export async function resolve(name, context, next) {
  const found = await next(name, context);
  appendFileSync(${JSON.stringify(seen)}, found.url + '\\n');
  return found;
}`,
  );
  writeFileSync(
    register,
    `import { register } from 'node:module'; register(${JSON.stringify(pathToFileURL(hooks).href)});`,
  );
  const plot = ['dist/bin.js', 'plot', 'operation-costs', '--format', format, '--out', join(folder, 'out')];
  execFileSync(process.execPath, ['--import', pathToFileURL(register).href, ...plot]);
  const urls = readFileSync(seen, 'utf8').matchAll(/\/node_modules\/((?:@[^/\n]+\/)?[^/\n]+)\/[^\n]*$/gm);
  return new Set([...urls].map(([, name]) => name));
}

const heavy = ['vega', 'vega-lite', '@resvg/resvg-js', 'pdfkit', 'svg-to-pdfkit'];

for (const [format, needed] of [
  ['csv', []],
  ['vl.json', []],
  ['svg', ['vega', 'vega-lite']],
  ['png', ['vega', 'vega-lite', '@resvg/resvg-js']],
  ['pdf', ['vega', 'vega-lite', 'pdfkit', 'svg-to-pdfkit']],
] as const)
  test(`--format ${format} loads ${needed.join(', ') || 'none of the packages that draw'}`, (t) => {
    const loaded = packagesFor(format);
    t.deepEqual(
      heavy.filter((name) => loaded.has(name)),
      [...needed],
    );
  });
