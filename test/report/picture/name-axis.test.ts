import test from 'ava';
import { nameAxis, wrappedLabels } from '../../../src/report/picture/name-axis.ts';
import { chartStyle } from '../../../src/report/picture/style.ts';

const column = chartStyle('column');
const long = [
  'body_decoder_layer_0_encdec_attention_multihead_attention_k',
  'body_decoder_layer_0_encdec_attention_multihead_attention_q',
  'body_decoder_layer_1_encdec_attention_multihead_attention_q',
];

test('long names are cut to different labels', (t) => {
  const labels = wrappedLabels(long, column).map(([label]) => label);
  t.is(new Set(labels).size, 3);
  t.true(labels.every((label) => label.includes('…')));
});

test('names made of words go into two lines, whole', (t) => {
  t.deepEqual(wrappedLabels(['pruned and shared weights from DRAM', 'EIE, zero activations skipped'], column), [
    ['pruned and shared', 'weights from DRAM'],
    ['EIE, zero', 'activations skipped'],
  ]);
});

test('names that fit stay in one line', (t) => {
  t.deepEqual(wrappedLabels(['fc6', 'fully connected 7'], column), [['fc6'], ['fully connected 7']]);
});

test('the data keeps the whole name; the label is an expression without any function of ours', (t) => {
  const axis = JSON.stringify(nameAxis('layer', long, column));
  for (const name of long) t.true(axis.includes(name));
  t.regex(axis, /"labelExpr":"\(\{.*\}\)\[datum\.value\] \|\| datum\.value"/);
});
