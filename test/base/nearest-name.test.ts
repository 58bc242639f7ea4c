import test from 'ava';
import { knownNames, nearestName, nearestNames } from '../../src/base/nearest-name.ts';

const FORMATS = ['json', 'csv', 'md', 'tex', 'svg', 'png', 'pdf', 'html'];

test('two neighbouring letters in the wrong order are one mistake', (t) => {
  t.is(nearestName('pfd', FORMATS), 'pdf');
  t.is(nearestName('widht', ['width', 'depth']), 'width');
  t.deepEqual(nearestNames('cotsx', ['cave', 'cost']), ['cost'], 'and one more is the second');
});

test('no name is proposed that shares nearly nothing with what was typed', (t) => {
  t.is(nearestName('xyz', FORMATS), undefined);
  t.is(nearestName('y', ['x']), undefined);
  t.is(nearestName('pd', ['md']), undefined);
});

test('the nearest of several comes first, whatever their order', (t) => {
  t.deepEqual(nearestNames('clok', ['block', 'clock', 'lock']), ['clock']);
  t.deepEqual(nearestNames('dept', ['debt', 'depth']), ['debt', 'depth']);
});

test('of a long list only near names are told', (t) => {
  const many = Array.from({ length: 60 }, (_, k) => `name${k + 100}`);
  t.is(knownNames('dpeth', [...many, 'depth']), 'did you mean "depth"?');
  t.is(knownNames('other', many), 'none of 60 names is near');
});

test('where no name is near, one that has the word as a part of it is proposed', (t) => {
  const names = ['lm_head.weight', 'model.layers.0.mlp.up_proj.weight', 'model.layers.1.mlp.up_proj.weight'];
  t.deepEqual(nearestNames('lm_head', names), ['lm_head.weight']);
  t.deepEqual(nearestNames('mlp.up_proj', names), names.slice(1));
  t.deepEqual(nearestNames('up', names), [], 'not a piece of a part');
});

test('a name that begins with the word comes before one that is spelt like it', (t) => {
  const parts = ['ddr5-4400', 'lpddr5-6400', 'lpddr5x-7500', 'gddr5'];
  t.deepEqual(nearestNames('LPDDR5', parts), ['lpddr5-6400', 'lpddr5x-7500', 'gddr5']);
  t.deepEqual(nearestNames('lp', parts), [], 'two letters begin too much');
  t.is(nearestName('eie-64p', ['eie-64pe-8bit', 'eie-64pe']), 'eie-64pe', 'the shorter one first');
});
