import test from 'ava';
import { recordedFault, UserError } from '../../src/base/user-error.ts';

test('control characters of a damaged file do not reach the terminal; line ends stay', (t) => {
  const error = UserError.at({ file: 'f', line: 3 }, 'found "\u001b[2J\u0000"\n  second line', 'CODE');
  t.is(error.message, 'f:3: found "\\x1b[2J\\x00"\n  second line [CODE]');
});

test('a result names a file outside the working folder by its base name', (t) => {
  const fault = (file: string) => ({ place: { file, line: 3 }, message: 'wrong', code: 'CODE' });
  t.is(recordedFault(fault('/home/someone/chips/chip.yaml')), 'chip.yaml:3: wrong [CODE]');
  t.is(recordedFault(fault('chips/chip.yaml')), 'chips/chip.yaml:3: wrong [CODE]');
});
