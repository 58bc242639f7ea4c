import { readFileSync } from 'node:fs';
import test from 'ava';
import type { Tensor } from '../../../src/network/graph/graph.ts';
import { loadEnergyTable, loadHardware } from '../../../src/node/read-configs.ts';
import { loadNetwork } from '../../../src/node/read-networks.ts';
import { runNetwork } from '../../../src/run/run-network.ts';
import { execute } from '../../oracles/conformance.ts';

const FILE = 'test/network/graph/fixtures/decoder/decoder.onnx';
const known = JSON.parse(readFileSync('test/network/graph/fixtures/decoder/logits.json', 'utf8')) as {
  readonly prompt: readonly number[];
  readonly afterPrompt: readonly number[];
  readonly next: number;
  readonly afterNext: readonly number[];
};

const whole = (shape: readonly number[], values: readonly number[]): Tensor => ({
  type: 'int64',
  shape,
  values: Float64Array.from(values),
});

/** Tokens behind what the cache holds. */
async function logits(tokens: readonly number[], cache: ReadonlyMap<string, Tensor>, past: number) {
  const mask = Array.from({ length: past + tokens.length }, () => 1);
  const outputs = await execute(
    readFileSync(FILE),
    new Map([
      ...cache,
      ['input_ids', whole([1, tokens.length], tokens)],
      ['attention_mask', whole([1, mask.length], mask)],
    ]),
  );
  const { shape, values } = outputs.get('logits')!;
  return { last: Array.from(values.subarray(-shape[2])), outputs };
}

const closeTo = (found: readonly number[], expected: readonly number[]): boolean =>
  found.length === expected.length && found.every((value, k) => Math.abs(value - expected[k]) < 2e-5);

test('a decoder with an empty cache reads a prompt as ONNX Runtime does, and goes on with the cache that it leaves', async (t) => {
  const names = [0, 1].flatMap((block) => ['key', 'value'].map((part) => `${block}.${part}`));
  const empty: Tensor = { type: 'fp32', shape: [1, 1, 0, 16], values: new Float32Array(0) };
  const first = await logits(known.prompt, new Map(names.map((name) => [`past_key_values.${name}`, empty])), 0);
  t.true(closeTo(first.last, known.afterPrompt));
  t.is(first.last.indexOf(Math.max(...first.last)), known.next);
  const cache = names.map((name) => [`past_key_values.${name}`, first.outputs.get(`present.${name}`)!] as const);
  const second = await logits([known.next], new Map(cache), known.prompt.length);
  t.true(closeTo(second.last, known.afterNext));
});

test('sizes that a file leaves open are given once, by the names that it has for them', async (t) => {
  const hardware = await loadHardware('eie-64pe');
  const network = await loadNetwork(FILE, {
    inputShapes: { sequence_length: [3], past_sequence_length: [4], total_sequence_length: [7] },
  });
  const record = runNetwork(hardware, network, await loadEnergyTable(hardware.energy.tableFile));
  t.deepEqual(record.outputs!.map(({ name, shape }) => [name, ...shape]).slice(0, 2), [
    ['logits', 1, 3, 24],
    ['present.0.key', 1, 1, 7, 16],
  ]);
});

test('where many inputs leave sizes open, the error has each name once', async (t) => {
  await t.throwsAsync(loadNetwork(FILE), {
    message:
      /inputs "input_ids", "attention_mask" and 4 more leave sizes open: give --inputs, --input-shape "sequence_length=N" --input-shape "total_sequence_length=N" --input-shape "past_sequence_length=N"/,
  });
  await t.throwsAsync(loadNetwork(FILE, { inputShapes: { sequence_lenght: [1] } }), {
    message: /no input "sequence_lenght" \(.*did you mean "sequence_length"/,
  });
});
