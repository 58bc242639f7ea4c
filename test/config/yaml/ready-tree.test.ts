import { readdirSync, readFileSync } from 'node:fs';
import test from 'ava';
import { type Files, memoryFiles } from '../../../src/base/files/files.ts';
import { packTree, treeOf } from '../../../src/config/yaml/ready-tree.ts';
import { parseYaml } from '../../../src/config/yaml/yaml-source.ts';

const builtIn = readdirSync('configs', { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.yaml'));

/** The files of a package with one config, whose tree was made of `parsed`. */
function filesWith(name: string, text: string, parsed: string): Files {
  const ready = JSON.stringify(packTree(parsed, parseYaml(parsed, 'anywhere.yaml')));
  return memoryFiles({ [`configs/${name}`]: text, [`dist/configs/${name}.json`]: ready });
}

test('every built-in config reads the same from its tree as from its text', (t) => {
  t.true(builtIn.length > 10);
  for (const name of builtIn) {
    const text = readFileSync(`configs/${name}`, 'utf8');
    const config = { file: `/configs/${name}`, display: `shown/${name}` };
    t.deepEqual(treeOf(filesWith(name, text, text), config, text), parseYaml(text, config.display), name);
  }
});

test('a tree is taken only for the text that it was made of', (t) => {
  const config = { file: '/configs/a.yaml', display: 'a.yaml' };
  t.deepEqual(treeOf(filesWith('a.yaml', 'a: 2\n', 'a: 1\n'), config, 'a: 2\n').root, { a: 2 });
  const files = filesWith('a.yaml', 'a: 1\n', 'a: 1\n');
  const made: unknown = {
    ...JSON.parse(new TextDecoder().decode(files.read('dist/configs/a.yaml.json'))),
    root: { a: 'made' },
  };
  const marked = memoryFiles({ 'dist/configs/a.yaml.json': JSON.stringify(made) });
  t.deepEqual(treeOf(marked, config, 'a: 1\n').root, { a: 'made' });
  t.deepEqual(treeOf(marked, { file: '/elsewhere/a.yaml', display: 'a.yaml' }, 'a: 1\n').root, { a: 1 });
});

test('a config with faults has no tree: its reader is told of them', (t) => {
  const text = 'a: 1\na: 2\n';
  t.is(packTree(text, parseYaml(text, 'a.yaml')), undefined);
});
