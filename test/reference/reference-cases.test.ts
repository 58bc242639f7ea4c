import test from 'ava';
import { holdWeights } from '../../src/compress/held-weights.ts';
import { simulateLayer } from '../../src/machines/eie/simulate-layer.ts';
import { countsOfLayer } from '../oracles/counts.ts';
import { hardwareOf } from '../oracles/hardware-of.ts';
import { layerOf } from '../oracles/layer-of.ts';
import { type ReferenceCase, readReferenceCases, setUpCase } from '../oracles/reference-case.ts';
import { sha256Fp32 } from '../oracles/sha256.ts';
import { sharedPath, testWithData } from '../oracles/shared-folder.ts';

const cases = readReferenceCases();

function run(one: ReferenceCase, rule: 'reference' | 'drained') {
  const { layer, ...machine } = setUpCase(one);
  const own = layerOf(layer, true);
  const streams = holdWeights(own.matrix, machine.processingElements, Math.log2(machine.maxJump));
  return countsOfLayer(simulateLayer(own, streams, hardwareOf({ ...machine, rule })));
}

function totals(counts: ReturnType<typeof run>, outputLength: number) {
  return {
    cycles: counts.cycles,
    writes: counts.multiplyAccumulates,
    total_ptr: counts.pointerReads,
    total_spm: counts.lineReads,
    output_sha256: sha256Fp32(counts.outputs, outputLength),
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

const equalsTheAuthors = test.macro((t, one: ReferenceCase) => {
  const counts = run(one, 'reference');
  const { busy, emptyColumn, starved, blocked, bypasses } = counts;
  const { efficiency, output_length, cycles, writes, total_ptr, total_spm, output_sha256 } = one.reference;
  t.deepEqual(totals(counts, output_length), { cycles, writes, total_ptr, total_spm, output_sha256 });
  t.is((counts.multiplyAccumulates / (counts.cycles * busy.length)).toFixed(6), efficiency);
  t.deepEqual(one.instrumented, {
    broadcasts: counts.broadcasts,
    stall_cycles: counts.stallCycles,
    busy: sum(busy),
    empty_column_cycles: sum(emptyColumn),
    starved: sum(starved),
    fifo_blocked: sum(blocked),
    bypasses: sum(bypasses),
  });
  if (one.per_pe) {
    const { busy: b, bubble, starved: s, blocked: k, bypass } = one.per_pe;
    t.deepEqual([busy, emptyColumn, starved, blocked, bypasses], [b, bubble, s, k, bypass]);
  }
});

const losesNothing = test.macro((t, one: ReferenceCase) => {
  t.deepEqual(totals(run(one, 'drained'), one.reference.output_length), one.drained);
});

const everyWaitAgrees = test.macro((t, one: ReferenceCase) => {
  const { pointerReads: _early, ...reference } = run(one, 'reference');
  const { pointerReads: _all, ...drained } = run(one, 'drained');
  t.deepEqual(drained, reference);
});

testWithData(sharedPath('data', 'eie-reference'))('all 44 case files are there', (t) => t.is(cases.length, 44));
for (const one of cases) {
  test(`${one.id} (${one.kind}): rule reference equals the authors' simulator`, equalsTheAuthors, one);
  if (setUpCase(one).layer.activations.some((value) => value < 0)) continue;
  test(`${one.id} (${one.kind}): rule drained loses nothing`, losesNothing, one);
  if (one.lost_macs === 0)
    test(`${one.id} (${one.kind}): both rules wait alike where nothing was lost`, everyWaitAgrees, one);
}
