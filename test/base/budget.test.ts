import test from 'ava';
import { fileBudget, simulationBudget } from '../../src/base/budget.ts';

test('a file may take 256 MiB and 64 times its size, all that is asked for together', (t) => {
  const budget = fileBudget('f.npz', 1000);
  t.notThrows(() => budget.take(256 * 2 ** 20, 'one'));
  t.notThrows(() => budget.take(64_000, 'two'));
  t.throws(() => budget.take(1, 'member "a.npy"'), {
    message:
      'f.npz: member "a.npy": 268 MB of memory wanted, a file of 1000 bytes may take 268 MB; a larger --memory-limit raises that [MEMORY_BUDGET]',
  });
});

test('no more than the computer has left, but what the user allows', (t) => {
  t.throws(() => fileBudget('f', 1e9, { atHandBytes: 1e6 }).take(1e6 + 1, 'x'), {
    message: /this computer has left 1 MB/,
  });
  t.notThrows(() => fileBudget('f', 1, { limitBytes: 8e9, atHandBytes: 1e6 }).take(8e9, 'x'));
  t.throws(() => fileBudget('f', 1e9, { limitBytes: 100 }).take(101, 'x'), {
    message: /--memory-limit allows 0.0001 MB/,
  });
});

test('a simulation may take 2 GiB, or what the user allows', (t) => {
  t.throws(() => simulationBudget().take(2 ** 31 + 1, 'tables'), { message: /tables: 2147 MB of memory wanted/ });
  t.notThrows(() => simulationBudget({ limitBytes: 2 ** 33 }).take(2 ** 32, 'tables'));
});
