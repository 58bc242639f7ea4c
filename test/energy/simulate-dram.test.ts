import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import test from 'ava';
import { UserError } from '../../src/base/user-error.ts';
import { type DramParameters, dramParameters, simulateDram } from '../../src/energy/simulate-dram.ts';
import type { DramRequest } from '../../src/simulate/dram/dram-requests.ts';
import { hasData, sharedPath } from '../oracles/shared-folder.ts';

const CASES = sharedPath('data', 'memory', 'dram-cases');

interface DramCase {
  readonly dram: DramParameters;
  readonly requests: readonly (readonly [number, number, number, number, number, 0 | 1])[];
  readonly expect: { readonly cycles: number; readonly statCycles: number; readonly totalEnergy_pJ: number };
}

function requestsOf(dramCase: DramCase): DramRequest[] {
  return dramCase.requests.map(([arrivalCycle, bankGroup, bank, row, column, isWrite]) => ({
    arrivalCycle,
    bankGroup,
    bank,
    row,
    column,
    isWrite,
  }));
}

const agrees = test.macro((t, file: string) => {
  const dramCase: DramCase = JSON.parse(readFileSync(path.join(CASES, file), 'utf8'));
  const { expect } = dramCase;
  const result = simulateDram(dramCase.dram, requestsOf(dramCase), { energyCycles: expect.statCycles });
  t.true(Math.abs(result.cycles / expect.cycles - 1) < 0.01, `${result.cycles} cycles, DRAMsim3 ${expect.cycles}`);
  t.true(Math.abs(result.energyPj.total / expect.totalEnergy_pJ - 1) < 0.005, `${result.energyPj.total} pJ`);
});

if (hasData(CASES, 'cases of DRAMsim3')) {
  for (const file of readdirSync(CASES))
    test(`${file}: cycles within 1 % and energy within 0.5 % of DRAMsim3`, agrees, file);
}

const line = (arrivalCycle: number, bank: number, row: number, isWrite = false): DramRequest => ({
  arrivalCycle,
  bankGroup: 0,
  bank,
  row,
  column: 0,
  isWrite,
});

test('a lone read of a closed row takes two clocks of the controller, RCD, CL and burst', (t) => {
  const p = dramParameters('ddr3-1600');
  t.is(simulateDram(p, [line(0, 0, 5)]).cycles, 2 + p.RCD + p.CL + p.burst);
});

test('energy is of the whole rank: the currents of one device times its 8 devices', (t) => {
  const p = dramParameters('ddr3-1600');
  t.true(Math.abs(p.energy_pJ.read - 1.35 * (157 - 38) * 4 * 1.25 * 8) < 1e-9);
});

test('total is the sum of its classes, I/O apart; a part without an I/O figure says null', (t) => {
  const requests = [line(0, 0, 1), line(1, 0, 1), line(2, 1, 7, true)];
  const { energyPj, rowHits, activates } = simulateDram('lpddr3-1600', requests);
  const { total, activatePrecharge, read, write, refresh, background, io } = energyPj;
  t.true(Math.abs(total - (activatePrecharge + read + write + refresh + background)) < 1e-9);
  t.is(io, 3 * 0.73 * 512);
  t.deepEqual([rowHits, activates], [1, 2]);
  t.is(simulateDram('ddr5-4400', requests).energyPj.io, null);
});

test('no requests take no time and no energy', (t) => {
  const { cycles, bandwidthGBps, energyPj } = simulateDram('ddr4-2400', []);
  t.deepEqual([cycles, bandwidthGBps, energyPj.total], [0, 0, 0]);
});

test('an unknown part and energies that are missing are errors', (t) => {
  const message = (run: () => unknown): string => t.throws(run, { instanceOf: UserError }).message;
  t.regex(
    message(() => simulateDram('lpddr3-1866', [])),
    /did you mean "lpddr3-1600"/,
  );
  const p = dramParameters('ddr3-1600');
  const wrong = JSON.parse(JSON.stringify({ ...p, energy_pJ: { ...p.energy_pJ, read: undefined, write: -1 } }));
  t.regex(
    message(() => simulateDram(wrong, [])),
    /dram\.energy_pJ\.read: .*found nothing.*\n.*dram\.energy_pJ\.write: .*found -1/,
  );
});
