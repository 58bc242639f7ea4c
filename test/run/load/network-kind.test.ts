import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { networkKind } from '../../../src/node/read-configs.ts';

const folder = mkdtempSync(join(tmpdir(), 'picojoule-kind-'));
mkdirSync(join(folder, 'dump'));
writeFileSync(join(folder, 'n.yaml'), '');
writeFileSync(join(folder, 'w.onnx'), '');

test('a folder is a dump, a YAML a config, any other file holds weights', async (t) => {
  t.is(networkKind(join(folder, 'dump')), 'folder');
  t.is(networkKind(join(folder, 'n.yaml')), 'config');
  t.is(networkKind(join(folder, 'w.onnx')), 'weights');
});

test('what is not there is told by its name', async (t) => {
  t.is(networkKind(join(folder, 'no.npy')), 'weights');
  t.is(networkKind('eie-benchmark'), 'config');
});
