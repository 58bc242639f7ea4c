import test from 'ava';
import { listOf, sumOf } from '../counts.ts';
import { denseProduct } from '../dense-product.ts';
import { fc8Folder, fc8ProcessingElements, fc8Rows, readFc8Runs, readOracleDump } from '../eie/eie-dump.ts';
import { encodeDense } from '../encode.ts';
import { type CaseSetup, type ReferenceCase, readReferenceCases, setUpCase } from '../reference-case.ts';
import { sha256, sha256Fp32, sha256Uint32 } from '../sha256.ts';
import { sharedPath, testWithData } from '../shared-folder.ts';
import { type StepperResult, step } from './stepper.ts';

const cases = readReferenceCases();
const testFc8 = testWithData(fc8Folder);

function stepCase({ layer, ...machine }: CaseSetup, rule: 'reference' | 'drained'): StepperResult {
  const streams = encodeDense(layer, machine.processingElements, machine.maxJump);
  return step({ ...layer, ...machine, ...streams, hasBias: true, skips: 'nonPositive', rule });
}

function totals(result: StepperResult, outputLength: number) {
  return {
    cycles: result.cycles,
    writes: sumOf(result, 'multiplyAccumulates'),
    total_ptr: sumOf(result, 'pointerReads'),
    total_spm: sumOf(result, 'lineReads'),
    output_sha256: sha256Fp32(result.outputs, outputLength),
  };
}

function instrumented(result: StepperResult) {
  return {
    broadcasts: result.broadcasts,
    stall_cycles: result.stallCycles,
    busy: sumOf(result, 'busy'),
    empty_column_cycles: sumOf(result, 'emptyColumn'),
    starved: sumOf(result, 'starved'),
    fifo_blocked: sumOf(result, 'blocked'),
    bypasses: sumOf(result, 'bypasses'),
  };
}

function perElement(result: StepperResult) {
  return {
    busy: listOf(result, 'busy'),
    bubble: listOf(result, 'emptyColumn'),
    starved: listOf(result, 'starved'),
    blocked: listOf(result, 'blocked'),
    bypass: listOf(result, 'bypasses'),
    ptrReads: listOf(result, 'pointerReads'),
    lineReads: listOf(result, 'lineReads'),
  };
}

const generatorIsExact = test.macro((t, one: ReferenceCase) => {
  const { layer, processingElements, maxJump } = setUpCase(one);
  const { pointers, codes, relativeIndices } = encodeDense(layer, processingElements, maxJump);
  const entries = codes.flatMap((list, pe) => list.map((code, k) => (code << 4) | relativeIndices[pe][k]));
  t.deepEqual(
    {
      nonzero_weights: entries.filter((entry) => entry >> 4 !== 0).length,
      stream_entries: entries.length,
      act_sha256: sha256Fp32(layer.activations),
      ptr_sha256: sha256Uint32(pointers.flat()),
      stream_sha256: sha256(Uint8Array.from(entries)),
    },
    one.check,
  );
});

const stopsLikeTheAuthors = test.macro((t, one: ReferenceCase) => {
  const result = stepCase(setUpCase(one), 'reference');
  const { cycles, writes, total_ptr, total_spm, output_sha256, output_length, efficiency } = one.reference;
  t.deepEqual(totals(result, output_length), { cycles, writes, total_ptr, total_spm, output_sha256 });
  t.is((writes / (cycles * result.perElement.length)).toFixed(6), efficiency);
  t.deepEqual(instrumented(result), one.instrumented);
  if (one.per_pe) t.deepEqual(perElement(result), one.per_pe);
});

const drainsEverything = test.macro((t, one: ReferenceCase) => {
  const setup = setUpCase(one);
  const result = stepCase(setup, 'drained');
  t.deepEqual(totals(result, one.reference.output_length), one.drained);
  t.deepEqual(result.outputs, denseProduct(setup.layer, 'nonPositive'));
});

testWithData(sharedPath('data', 'eie-reference'))('all 44 case files are there', (t) => t.is(cases.length, 44));
for (const one of cases) {
  test(`${one.id} (${one.kind}): the generator and the encoder give the authors' bytes`, generatorIsExact, one);
  test(`${one.id} (${one.kind}): the stepper stops and counts like the authors' simulator`, stopsLikeTheAuthors, one);
  test(`${one.id} (${one.kind}): the drained stepper loses nothing`, drainsEverything, one);
}

const stepsFc8 = test.macro((t, queueDepth: number, entriesPerLine: number) => {
  const dump = readOracleDump(fc8Folder, fc8ProcessingElements);
  const machine = { queueDepth, entriesPerLine, rows: fc8Rows, hasBias: true };
  const result = step({ ...dump, ...machine, skips: 'nonPositive', rule: 'reference' });
  const [run] = readFc8Runs().filter((one) => one.fifo === queueDepth && one.line === entriesPerLine);
  const { cycles, writes, total_ptr, total_spm, output_sha256 } = run;
  t.deepEqual(totals(result, 4096), { cycles, writes, total_ptr, total_spm, output_sha256 });
  t.is(result.stallCycles, run.stall_cycles);
  t.is(sumOf(result, 'bypasses'), run.bypasses);
});

testFc8("the authors' fc8 layer takes 7926 cycles with queues of 8 and lines of 8", stepsFc8, 8, 8);
testFc8("the authors' fc8 layer is exact with queues of 2", stepsFc8, 2, 8);

testFc8("the authors' fc8 layer without its bias takes 7910 cycles", (t) => {
  const dump = readOracleDump(fc8Folder, fc8ProcessingElements);
  const machine = { queueDepth: 8, entriesPerLine: 8, rows: fc8Rows, hasBias: false };
  t.is(step({ ...dump, ...machine, skips: 'nonPositive', rule: 'drained' }).cycles, 7910);
});
