import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { networkKind } from '../../src/run/network-kind.ts';

const folder = mkdtempSync(join(tmpdir(), 'picojoule-kind-'));
mkdirSync(join(folder, 'dump'));
writeFileSync(join(folder, 'n.yaml'), '');
writeFileSync(join(folder, 'w.onnx'), '');

test('a folder is a dump, a YAML a config, any other file holds weights', async (t) => {
  t.is(await networkKind(join(folder, 'dump')), 'folder');
  t.is(await networkKind(join(folder, 'n.yaml')), 'config');
  t.is(await networkKind(join(folder, 'w.onnx')), 'weights');
});

test('what is not there is told by its name', async (t) => {
  t.is(await networkKind(join(folder, 'no.npy')), 'weights');
  t.is(await networkKind('eie-benchmark'), 'config');
});
