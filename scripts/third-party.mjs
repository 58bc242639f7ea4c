// What of other packages ships inside this one: licence notices of all that is bundled, and the types that our own declarations name.
import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

/** Packages of which a bundle holds code, by their folder in node_modules. */
function bundledPackages(metafiles) {
  const folders = new Set();
  for (const { outputs } of metafiles)
    for (const { inputs } of Object.values(outputs))
      for (const [file, { bytesInOutput }] of Object.entries(inputs)) {
        const [, folder] = /^((?![\w-]+:).*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(file) ?? [];
        if (folder !== undefined && bytesInOutput > 0) folders.add(folder);
      }
  return [...folders].toSorted((a, b) => (a < b ? -1 : 1));
}

/** Name, version, licence and the licence texts of every bundled package. */
export function writeNotices(file, metafiles) {
  const notices = bundledPackages(metafiles).map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    const texts = readdirSync(folder)
      .filter((one) => /^(licen[cs]e|notice|copying)/i.test(one))
      .toSorted((a, b) => (a < b ? -1 : 1))
      .map((one) => readFileSync(join(folder, one), 'utf8').trim());
    return [`${name} ${version} (${license})`, ...texts].join('\n\n');
  });
  const head = 'The files of this folder hold code of these packages.';
  writeFileSync(file, `${[head, ...notices].join(`\n\n${'-'.repeat(80)}\n\n`)}\n`);
}

/** zod is bundled and not installed with this package, but our declarations name its types: they ship beside them. */
export function copyZodTypes(folder) {
  const types = join(folder, 'zod');
  cpSync(join('node_modules', 'zod'), types, {
    recursive: true,
    filter: (file) => !/\.[a-z]+$/.test(file) || file.endsWith('.d.ts'),
  });
  for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('.d.ts') || file.startsWith('zod')) continue;
    const path = join(folder, file);
    const text = readFileSync(path, 'utf8');
    const toTypes = relative(dirname(path), types) || '.';
    const local = text.replace(
      /(['"])zod((?:\/[\w/]+)?)\1/g,
      (_, quote, inner) => `${quote}./${toTypes}${inner}/index.js${quote}`,
    );
    if (local !== text) writeFileSync(path, local);
  }
}
