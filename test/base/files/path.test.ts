import { posix } from 'node:path';
import test from 'ava';
import fc from 'fast-check';
import { basename, dirname, extname, isAbsolute, relative, resolve } from '../../../src/base/files/path.ts';

const path = fc
  .array(fc.constantFrom('/', '.', '..', 'a', 'b.yaml', '.hidden', 'c.', 'd.tar.gz', 'ü \\', ''), { maxLength: 7 })
  .map((parts) => parts.join(''));
const absolute = path.map((text) => `/${text}`);

test('the parts of a path are those that node:path.posix finds', (t) => {
  fc.assert(
    fc.property(path, (text) => {
      t.is(basename(text), posix.basename(text), text);
      t.is(posix.resolve('/w', dirname(text)), posix.resolve('/w', posix.dirname(text)), text); // the same folder, repeated slashes aside
      t.is(extname(text), posix.extname(text), text);
      t.is(isAbsolute(text), posix.isAbsolute(text), text);
    }),
    { numRuns: 3000 },
  );
});

test('paths are resolved and related as node:path.posix does it', (t) => {
  fc.assert(
    fc.property(absolute, path, absolute, (from, text, to) => {
      t.is(resolve(from, text), posix.resolve(from, text));
      t.is(relative(from, to), posix.relative(from, to));
    }),
    { numRuns: 3000 },
  );
});
