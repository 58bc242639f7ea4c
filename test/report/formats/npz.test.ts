import test from 'ava';
import { unzipSync } from 'fflate';
import { npz } from '../../../src/report/formats/npz.ts';
import type { Subject } from '../../../src/report/records/subject.ts';

/** Kind, length and bytes of a .npy file, read by the layout of NumPy enhancement proposal 1. */
function arrayIn(file: Uint8Array): { kind: string; length: number; data: ArrayBuffer } {
  const size = file[8] + 256 * file[9];
  const header = new TextDecoder().decode(file.subarray(10, 10 + size));
  const [, kind, length] = /^\{'descr': '([^']+)', 'fortran_order': False, 'shape': \((\d+),\), \} *\n$/.exec(header)!;
  return { kind, length: Number(length), data: file.slice(10 + size).buffer };
}

const point = (index: number, clock: number, weight: string, timeUs: number | null, onParetoFront: boolean) => ({
  index,
  axes: { clock, 'arithmetic.weight': weight },
  metrics: { timeUs, clock: 2 * clock },
  onParetoFront,
});

const record = {
  axes: [
    { name: 'clock', unit: 'Hz', values: [1e8, 2e8] },
    { name: 'arithmetic.weight', values: ['q7.8', 'µ'] },
  ],
  metrics: ['timeUs', 'clock'],
  pareto: [{ metric: 'timeUs', better: 'low' }],
  points: [point(0, 1e8, 'q7.8', 0.1 + 0.2, true), point(1, 2e8, 'µ', null, false)],
};

test('a sweep is a column for each axis and metric, to the last bit', async (t) => {
  const [{ name, content }] = await npz.ofRecord!({ kind: 'sweep', record } as unknown as Subject, [], {});
  t.is(name, 'points.npz');
  const files = unzipSync(content as Uint8Array);
  t.deepEqual(Object.keys(files), [
    'point.npy',
    'clock.npy',
    'arithmetic.weight.npy',
    'timeUs.npy',
    'clock (metric).npy',
    'onParetoFront.npy',
  ]);
  for (const file of Object.values(files)) t.is((10 + file[8] + 256 * file[9]) % 64, 0);
  const numbers = (column: string) => [...new Float64Array(arrayIn(files[`${column}.npy`]).data)];
  t.deepEqual(numbers('point'), [0, 1]);
  t.deepEqual(numbers('timeUs'), [0.1 + 0.2, Number.NaN]);
  t.deepEqual(numbers('clock (metric)'), [2e8, 4e8]);
  const words = arrayIn(files['arithmetic.weight.npy']);
  t.like(words, { kind: '<U4', length: 2 });
  t.is(String.fromCodePoint(...new Uint32Array(words.data)), 'q7.8µ\0\0\0');
  const front = arrayIn(files['onParetoFront.npy']);
  t.is(front.kind, '|b1');
  t.deepEqual([...new Uint8Array(front.data)], [1, 0]);
});

test('the same sweep gives the same bytes', async (t) => {
  const made = async () => (await npz.ofRecord!({ kind: 'sweep', record } as unknown as Subject, [], {}))[0].content;
  t.deepEqual(await made(), await made());
});
