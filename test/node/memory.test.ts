import { spawnSync } from 'node:child_process';
import test from 'ava';
import { checkLength } from '../../src/network/graph/element-type.ts';
import { MEMORY_LIMIT, setMemoryLimit } from '../../src/node/memory.ts';

test.serial('a memory limit is also how large a tensor may be, and a small one makes none smaller', (t) => {
  t.throws(() => checkLength(2 ** 27), { message: /at most 67108864 are computed; a --memory-limit from 1074 MB/ });
  setMemoryLimit(1_074_000_000);
  t.is(checkLength(2 ** 27), 2 ** 27);
  t.throws(() => checkLength(2 ** 28), { message: /at most 134250000 / });
  setMemoryLimit(1);
  t.is(checkLength(2 ** 26), 2 ** 26);
  t.throws(() => checkLength(2 ** 26 + 1));
});

test('a process that inherits the limit allows the same', (t) => {
  const module = (name: string) => new URL(`../../src/${name}.js`, import.meta.url).href;
  const code = `await import('${module('node/memory')}');
    const { checkLength } = await import('${module('network/graph/element-type')}');
    console.log(checkLength(2 ** 27));`;
  const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', code], {
    env: { ...process.env, [MEMORY_LIMIT]: '2000000000' },
    encoding: 'utf8',
  });
  t.is(stdout, '134217728\n');
});
