import test from 'ava';
import { perInference } from '../../../../src/report/records/per-inference.ts';
import { languageLines } from '../../../../src/report/tables/run/language-text.ts';
import type { RunResult } from '../../../../src/run/result.ts';
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

const energyPj = { ...first.energyPj, total: 1800 };
const own = {
  ...first,
  name: 'key-value cache',
  kind: 'keyValueCache' as const,
  products: 3,
  timeUs: 0.0075,
  energyPj,
};
const result: RunResult = { ...built, layers: [...built.layers, own], keyValueCache };
const ofToken =
  'Key-value cache in the activation memory, which has room for 131 kB: 128 bytes a token in q7.8, 0.896 kB at the end; a token reads 0.768 kB and writes 0.128 kB on average: 600 pJ and 0.00250 us a token, a line of its own. Attention itself is computed outside of the array.';

test('a cache tells what one token reads, writes and costs, of as many as the line has', (t) => {
  t.deepEqual(languageLines(result), [ofToken]);
  t.deepEqual(languageLines(built), []);
});

test('of several inferences the cache tells the same as of one, as people read them', (t) => {
  const twice = {
    ...result,
    layers: [...built.layers, { ...own, products: 6, timeUs: 0.015, energyPj: { ...energyPj, total: 3600 } }],
    keyValueCache: { ...keyValueCache, readBytes: 4608, writtenBytes: 768 },
  };
  const many = { count: 2 } as NonNullable<RunResult['inferences']>;
  t.deepEqual(languageLines(perInference({ ...twice, inferences: many })), [ofToken]);
});

test('of a text the bytes are those of all its tokens, and the line is one token as people read it', (t) => {
  const phase = { tokens: 1 };
  const language = {
    tokens: [],
    text: null,
    reference: { tokens: [], sameTokens: 0, text: null },
    prefill: { tokens: 2 },
    decode: phase,
    keyValueCache,
    parameters: 1,
    parametersPerToken: 1,
  };
  const { keyValueCache: _told, ...rest } = result;
  const text = { ...rest, language } as unknown as RunResult;
  t.true(languageLines(perInference(text)).includes(ofToken));
  t.true(languageLines(text).includes(ofToken));
});
