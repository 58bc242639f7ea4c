import test from 'ava';
import { axisInShort, axisValue } from '../../../src/report/sweeps/sweep-axis.ts';
import {
  axisName,
  componentName,
  metricName,
  metricTitle,
  shortAxisName,
  valueName,
} from '../../../src/report/text/human-names.ts';

test('components and metrics are called what people call them, with the unit that ends the name of the field', (t) => {
  t.is(componentName('sparseMatrix'), 'sparse-matrix SRAM');
  t.is(componentName('vectorUnit'), 'vector unit');
  t.is(metricTitle('energyPerMultiplyAccumulatePj'), 'energy per MAC (pJ)');
  t.is(metricTitle('timeUs'), 'time (µs)');
  t.is(metricTitle('energyDelayPjS'), 'energy-delay product (pJ·s)');
  t.is(metricTitle('area.totalMm2'), 'area (mm²)');
  t.is(metricName('energyPj.sram'), 'SRAM energy');
  t.is(metricName('energyPj.byAction.sparseMatrix.read'), 'sparse-matrix SRAM read energy');
  t.is(metricName('actionCounts.pointers.read'), 'pointer SRAM reads');
  t.is(metricName('saturations.accumulator'), 'saturated accumulators');
});

test('an axis is named by its owner in full, and by its key alone in the name of a line', (t) => {
  t.is(axisName('memories.sparseMatrix.width'), 'sparse-matrix SRAM width');
  t.is(shortAxisName('memories.sparseMatrix.width'), 'width');
  t.is(axisName('arithmetic.fractionBits'), 'arithmetic fraction bits');
  t.is(axisInShort({ name: 'technology', unit: 'nm' }, 45), '45 nm');
  t.is(axisInShort({ name: 'processingElements' }, 64), '64 PEs');
});

test('a density is told in per cent, a fixed-point format with its Q, the name of a file as it is', (t) => {
  t.is(axisValue({ name: 'compress.density' }, 0.1), '10 %');
  t.is(axisValue({ name: 'arithmetic.weight' }, 'q7.8'), 'Q7.8');
  t.is(valueName('uq8.8'), 'UQ8.8');
  t.is(valueName('perLayer'), 'per layer');
  t.is(valueName('AlexNet.npz'), 'AlexNet.npz');
});
