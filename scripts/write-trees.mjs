// Reads the built-in configs when the package is built: dist/configs holds a tree for each (src/config/yaml/ready-tree.ts).
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Needs build/. */
export async function writeTrees() {
  const { packTree } = await import('../build/src/config/yaml/ready-tree.js');
  const { parseYaml } = await import('../build/src/config/yaml/yaml-source.js');
  for (const file of readdirSync('configs', { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('.yaml')) continue;
    const text = readFileSync(join('configs', file), 'utf8');
    const path = join('dist', 'configs', `${file}.json`);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, JSON.stringify(packTree(text, parseYaml(text, file))));
  }
}
