import assert from 'node:assert/strict';
import test from 'ava';
import { holdWeights } from '../../../src/compress/held-weights.ts';
import { simulateLayer } from '../../../src/machines/eie/simulate-layer.ts';
import { countsOfLayer, countsOfStepper } from '../../oracles/counts.ts';
import type { DenseLayer } from '../../oracles/eie/eie-gen-1.ts';
import { encodeDense } from '../../oracles/encode.ts';
import { hardwareOf } from '../../oracles/hardware-of.ts';
import { holds } from '../../oracles/hold.ts';
import { layerOf } from '../../oracles/layer-of.ts';
import { drawLayer, type RandomRun, randomRun } from '../../oracles/random-layer.ts';
import { step } from '../../oracles/stepper/stepper.ts';

/** Code of a stored zero: a weight like any other, so that the stepper takes it for no padding zero. */
const storedZero = 16;

const store = (codes: Uint8Array) => codes.map((code) => (code === 0 ? storedZero : code));

/** The layer with every absent weight stored as a zero. */
function withStoredZeros(layer: DenseLayer): DenseLayer {
  const codebook = Float32Array.of(...layer.codebook, 0);
  return { ...layer, codes: store(layer.codes), biasCodes: store(layer.biasCodes), codebook };
}

const agrees = test.macro((t, skipZeroActivations: boolean) => {
  const agree = (run: RandomRun) => {
    const { processingElements, hasBias } = run;
    const dense = drawLayer(run);
    const machine = { ...run, rule: 'drained', indexBits: null, skipZeroActivations } as const;
    const layer = layerOf(dense, hasBias);
    const fast = simulateLayer(layer, holdWeights(layer.matrix, processingElements, null), hardwareOf(machine));
    const full = withStoredZeros(dense);
    const streams = encodeDense(full, processingElements, 16);
    const skips = skipZeroActivations ? 'zero' : 'nothing';
    assert.equal(fast.actionCounts['pointers.read'], 0, 'a column starts where it is computed to start');
    assert.deepEqual(countsOfLayer(fast), countsOfStepper(step({ ...full, ...machine, ...streams, skips })));
  };
  holds(t, randomRun(60, 30), agree, 300);
});

test('a machine that stores every weight steps through all rows of each active column', agrees, true);
test('a machine that also sends zero inputs steps through the whole matrix', agrees, false);
