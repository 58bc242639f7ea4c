import test from 'ava';
import { shortenNames, uniqueNames } from '../../../src/report/text/layer-labels.ts';

const upTo = (limit: number) => (text: string) => Array.from(text).length <= limit;

test('a repeated name gets its number', (t) => {
  t.deepEqual(uniqueNames(['fc', 'fc', 'fc (2)', 'fc']), ['fc', 'fc (2)', 'fc (2) (2)', 'fc (3)']);
});

test('names that fit stay as they are', (t) => {
  t.deepEqual(shortenNames(['a.b[0]', 'conv1'], upTo(8)), ['a.b[0]', 'conv1']);
});

test('the middle goes, the end that tells names apart stays', (t) => {
  const [label] = shortenNames(['body_decoder_layer_0_encdec_attention_k'], upTo(16));
  t.is(label.length, 16);
  t.regex(label, /^body_….*attention_k$|^body.*…/);
});

test('names that would be cut to the same text carry their number instead', (t) => {
  const names = Array.from({ length: 12 }, (_, k) => `layer_${'x'.repeat(20)}${k}_attention_multihead_attention_k`);
  const labels = shortenNames(names, upTo(14));
  t.is(new Set(labels).size, 12);
  t.true(labels.every((label) => label.length <= 14));
});

test('control characters and line ends never reach a label', (t) => {
  t.deepEqual(shortenNames(['a\nb\u2028c\u0007'], upTo(20)), ['a b c ']);
});

test('a limit below one character still gives something to read', (t) => {
  t.deepEqual(
    shortenNames(['long name'], () => false),
    ['…'],
  );
});

test('names that end in the same operator keep what they are of', (t) => {
  const names = [1, 2, 3].map((k) => `Stateful/functional_1/depthwise_conv2d_${k}/depthwise/ReadVariableOp:0`);
  t.deepEqual(shortenNames([...names, 'total'], upTo(18)), [
    'depthwise_conv2d_1',
    'depthwise_conv2d_2',
    'depthwise_conv2d_3',
    'total',
  ]);
  t.deepEqual(shortenNames(names, upTo(10)), ['dep…nv2d_1', 'dep…nv2d_2', 'dep…nv2d_3']);
});
