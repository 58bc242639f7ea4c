import test from 'ava';
import { packer, unpacker } from '../../../src/sweep/run/known-records.ts';

const layer = { name: 'fc', matrix: { rowIndex: Uint32Array.of(1, 2) } };
const held = { lanes: 16 };
const input = {
  given: { layer, products: 1 },
  made: { encode: held, count: 3, none: undefined },
  hardware: { depth: 8 },
};

test('a record goes to a worker once, and stays the same record there', (t) => {
  const [pack, unpack] = [packer(), unpacker()];
  const [first, second] = [pack(input), pack({ ...input, hardware: { depth: 4 } })];
  t.is(first.records.length, 2);
  t.is(second.records.length, 0);
  const [one, two] = [unpack(structuredClone(first)), unpack(structuredClone(second))] as (typeof input)[];
  t.deepEqual(one, input);
  t.deepEqual(two, { ...input, hardware: { depth: 4 } });
  t.is(one.given.layer, two.given.layer);
  t.is(one.made.encode, two.made.encode);
});

test('each worker gets what it has not got yet', (t) => {
  const [pack, other] = [packer(), packer()];
  pack(input);
  t.deepEqual(unpacker()(structuredClone(other(input))), input);
});

test('inputs that hold no layer travel as they are', (t) => {
  const opened = { path: 'a.yaml', options: {} };
  t.deepEqual(unpacker()(structuredClone(packer()(opened))), opened);
});
