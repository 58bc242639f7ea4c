import test from 'ava';
import { shareGroups } from '../../src/compress/share-groups.ts';

const layer = (name: string, ...values: number[]) => ({ name, values: Float32Array.from(values) });

test('the groups of a convolution have one codebook, other layers their own', (t) => {
  const [a, b, c] = shareGroups([layer('w.group0', 1, 2), layer('fc', 9), layer('w.group1', 2, 3)], { codeBits: 4 });
  t.deepEqual([...a.codebook.subarray(0, 4)], [0, 1, 2, 3]);
  t.is(a.codebook, c.codebook);
  t.deepEqual([[...a.codes], [...b.codes], [...c.codes]], [[1, 2], [1], [2, 3]]);
  t.is(b.codebook[1], 9);
});
