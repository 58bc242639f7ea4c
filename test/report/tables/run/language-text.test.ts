import test from 'ava';
import { languageLines } from '../../../../src/report/tables/run/language-text.ts';
import { buildResult } from '../../fixtures/result-builder.ts';

const built = buildResult();
const [first] = built.layers;
const keyValueCache = {
  place: 'activationMemory',
  format: 'q7.8',
  bitsPerToken: 1024,
  bytes: 896,
  roomBytes: 130976,
  readBytes: 2304,
  writtenBytes: 384,
} as const;

test('a cache tells what one token reads, writes and costs, of as many as the line has', (t) => {
  const energyPj = { ...first.energyPj, total: 1800 };
  const own = {
    ...first,
    name: 'key-value cache',
    kind: 'keyValueCache' as const,
    products: 3,
    timeUs: 0.0075,
    energyPj,
  };
  t.deepEqual(languageLines({ ...built, layers: [...built.layers, own], keyValueCache }), [
    'Key-value cache in the activation memory, which has room for 131 kB: 128 bytes a token in q7.8, 0.896 kB at the end; a token reads 0.768 kB and writes 0.128 kB on average: 600 pJ and 0.00250 us a token, a line of its own. Attention itself is computed outside of the array.',
  ]);
  t.deepEqual(languageLines(built), []);
});
