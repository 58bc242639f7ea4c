import test from 'ava';
import { tellingHeads } from '../../../src/report/text/telling-heads.ts';

const upTo = (limit: number) => (text: string) => text.length <= limit;

test('what follows the part that tells names apart goes, whatever it is', (t) => {
  const names = ['conv2d_1/Conv2D_weights_fused_bn', 'conv2d_19/Conv2D/ReadVariableOp:0', 'side1.weight'];
  t.deepEqual(tellingHeads(names, upTo(15)), ['conv2d_1', 'conv2d_19', 'side1.weight']);
});

test('as much is kept as there is room for', (t) => {
  const names = ['0.mlp.up_proj.weight', '0.mlp.down_proj.weight', '1.mlp.up_proj.weight'];
  t.deepEqual(tellingHeads(names, upTo(15)), ['0.mlp.up_proj', '0.mlp.down_proj', '1.mlp.up_proj']);
  // no room for the shortest that is unique: it is cut further by who has the room
  t.deepEqual(tellingHeads(names, upTo(14)), ['0.mlp.up_proj', '0.mlp.down_proj', '1.mlp.up_proj']);
});

test('where the end tells them apart, and where names are the same, all stays', (t) => {
  const names = ['block.query_projection', 'block.value_projection', '/same/same', '/same/same'];
  t.deepEqual(tellingHeads(names, upTo(8)), names);
});

test('a name that is the head of another one is not confused with it', (t) => {
  t.deepEqual(tellingHeads(['a/long', 'a'], upTo(3)), ['a/long', 'a']);
});
