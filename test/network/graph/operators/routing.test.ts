import test from 'ava';
import { type Routing, routed, routingFault } from '../../../../src/network/graph/operators/routing.ts';

const PLAIN: Routing = {
  used: 2,
  isNormalised: true,
  isSigmoid: false,
  scale: 1,
  groups: 1,
  groupsUsed: 1,
  bias: undefined,
};

const chosen = (logits: readonly number[], routing: Partial<Routing>) =>
  routed(Float64Array.from(logits), { ...PLAIN, ...routing });
const experts = (logits: readonly number[], routing: Partial<Routing>): number[] =>
  chosen(logits, routing).map(({ expert }) => expert);

// e^ln(n) = n: the softmax of these logits is 0.1, 0.2, 0.3, 0.4
const LOGITS = [1, 2, 3, 4].map(Math.log);

test('shares are those of the softmax, among the chosen or among all, times a scale', (t) => {
  const near = (routing: Partial<Routing>, expected: readonly number[]): void => {
    const shares = chosen(LOGITS, routing).map(({ share }) => share);
    for (const [k, share] of shares.entries()) t.true(Math.abs(share - expected[k]) < 1e-12, `${share} ${expected[k]}`);
  };
  t.deepEqual(experts(LOGITS, {}), [3, 2]);
  near({}, [4 / 7, 3 / 7]);
  near({ isNormalised: false }, [0.4, 0.3]);
  near({ isNormalised: false, scale: 16 }, [6.4, 4.8]);
});

test('sigmoids are scores of their own: n / (n + 1) of ln n', (t) => {
  const [first, second] = chosen(LOGITS, { isSigmoid: true, isNormalised: false });
  t.true(Math.abs(first.share - 4 / 5) < 1e-12);
  t.true(Math.abs(second.share - 3 / 4) < 1e-12);
});

test('a bias chooses, and is in no share', (t) => {
  const [first, second] = chosen(LOGITS, { isSigmoid: true, isNormalised: false, bias: [1, 0, 0, 0] });
  t.deepEqual([first.expert, second.expert], [0, 3]);
  t.true(Math.abs(first.share - 1 / 2) < 1e-12);
});

test('only experts of the best groups are chosen: best by one expert, or by two together where there is a bias', (t) => {
  // the best is in the second group, the best two together in the first; sigmoids 0.8 + 0.75 and 5 / 6 + 0.5
  const logits = [4, 3, 5, 1].map(Math.log);
  const grouped = { groups: 2, groupsUsed: 1, isSigmoid: true };
  t.deepEqual(experts(logits, grouped), [2, 3]);
  t.deepEqual(experts(logits, { ...grouped, bias: [0, 0, 0, 0] }), [0, 1]);
  t.deepEqual(experts(logits, { ...grouped, groupsUsed: 2 }), [2, 0]);
});

test('groups are as even, and as many of them and of their experts are there, as are asked for', (t) => {
  t.is(routingFault(8, { used: 8 }), undefined);
  t.is(routingFault(8, { used: 4, groups: 4, groupsUsed: 2 }), undefined);
  t.is(routingFault(8, { used: 3, groups: 3, groupsUsed: 2 }), '8 experts do not lie evenly in 3 groups');
  t.is(routingFault(8, { used: 3, groups: 0, groupsUsed: 1 }), '8 experts do not lie evenly in 0 groups');
  t.is(routingFault(8, { used: 3, groups: 4, groupsUsed: 5 }), 'experts are chosen from 5 of 4 groups');
  t.is(routingFault(8, { used: 3, groups: 4, groupsUsed: 0.5 }), 'experts are chosen from 0.5 of 4 groups');
  t.is(routingFault(8, { used: 5, groups: 4, groupsUsed: 2 }), 'a token uses 5 of 4 experts');
});

test('of equal experts the first is chosen', (t) => {
  t.deepEqual(experts([1, 1, 1], {}), [0, 1]);
});
