import test from 'ava';
import { runCli } from '../../run-cli.ts';

test('a format that cannot hold the record is refused before anything runs, and the others are named', async (t) => {
  const { code, err, out } = await runCli('ladder', '--format', 'accelergy', '--out', '/tmp/never');
  t.is(code, 1);
  t.regex(err, /no format of (a|the) ladder "accelergy" \(known: json, csv, md, tex/);
  t.is(out, '');
});

test('list formats says which command takes which format', async (t) => {
  const { out } = await runCli('list', 'formats');
  t.regex(out, /^accelergy .*\(run\)$/m);
  t.regex(out, /^svg .*\(run, .*trace, reproduce, plot\)$/m);
  t.regex(out, /^html .*\(run, ladder, sweep, compare.*\)$/m);
});
