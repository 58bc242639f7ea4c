import { existsSync, readFileSync } from 'node:fs';
import * as deepCompression from '../../src/papers/deep-compression.ts';
import * as eie from '../../src/papers/eie.ts';
import * as horowitz from '../../src/papers/horowitz.ts';
import { sharedPath, testWithData } from '../oracles/shared-folder.ts';

// Figures of papers were transcribed twice, and independently: here they meet.
const file = sharedPath('papers', 'facts.json');
const facts = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
const both = testWithData(file);

/** The numbers of a record, in its order. */
function numbers(record: Readonly<Record<string, unknown>>): number[] {
  return Object.values(record).filter((value) => typeof value === 'number');
}

both('EIE, Tables I and II', (t) => {
  const { table1_energy_pJ_45nm: operations, table2_PE: element } = facts.EIE;
  t.deepEqual(numbers(eie.TABLE_1), numbers(operations.rows));
  const rows = (list: Readonly<Record<string, { readonly mW?: number; readonly um2: number }>>) =>
    Object.values(list).flatMap(({ mW, um2 }) => (mW === undefined ? [] : [{ powerMw: mW, areaUm2: um2 }]));
  t.deepEqual(Object.values(eie.TABLE_2.modules), rows(element.by_module));
  t.deepEqual(Object.values(eie.TABLE_2.kinds), rows(element.by_type));
  t.deepEqual(eie.TABLE_2.total, { powerMw: element.total.mW, areaUm2: element.total.um2 });
  t.is(eie.TABLE_2.fillerUm2, element.by_type.filler.um2);
});

both('EIE, Tables III and IV', (t) => {
  t.deepEqual(
    Object.entries(eie.TABLE_3).map(([name, row]) => [name, numbers(row)]),
    Object.entries(facts.EIE.table3_benchmarks.rows),
  );
  const times = facts.EIE.table4_us;
  for (const machine of ['cpu', 'gpu', 'mgpu'] as const)
    for (const batch of [1, 64] as const)
      for (const weights of ['dense', 'sparse'] as const)
        t.deepEqual(
          [...eie.TABLE_4[machine][batch === 1 ? 'batch1' : 'batch64'][weights]],
          numbers(times[`${machine}_b${batch}_${weights}`]),
          `${machine} ${batch} ${weights}`,
        );
  t.deepEqual([...eie.TABLE_4.eie.theoretical], numbers(times.eie_theoretical));
  t.deepEqual([...eie.TABLE_4.eie.actual], numbers(times.eie_actual));
});

both('EIE, Table V', (t) => {
  const table = facts.EIE.table5_platforms;
  for (const [name, machine] of Object.entries(eie.TABLE_5.machines)) {
    t.is(machine.technologyNm, table.tech_nm[name], name);
    t.is(machine.areaMm2, table.area_mm2[name], name);
    t.is(machine.powerW, table.power_W[name], name);
    t.is(machine.framesPerSecond, table.frames_per_s[name], name);
    t.is(machine.framesPerJoule, table.frames_per_J[name], name);
  }
  for (const [k, name] of ['EIE 64PE', 'EIE 256PE 28nm'].entries()) {
    const { areaMm2, powerW, framesPerSecond, framesPerSecondPerMm2, framesPerJoule } = eie.TABLE_5.eie[k];
    t.deepEqual(
      [areaMm2, powerW, framesPerSecond, framesPerSecondPerMm2, framesPerJoule],
      ['area_mm2', 'power_W', 'frames_per_s', 'frames_per_s_mm2', 'frames_per_J'].map((row) => table[row][name]),
    );
  }
});

both('EIE, Figs. 6 and 7, and the power of the CPU', (t) => {
  const { fig6_speedup_vs_cpu_dense: speed, fig7_energy_eff_vs_cpu_dense: energy } = facts.EIE;
  const rows = ['cpu_compressed', 'gpu_dense', 'gpu_compressed', 'mgpu_dense', 'mgpu_compressed', 'eie'];
  const bars = (figure: Readonly<Record<string, readonly number[]>>) => Object.values(figure).map((one) => [...one]);
  t.deepEqual(
    bars(eie.FIGURE_6),
    rows.map((row) => numbers(speed[row])),
  );
  t.deepEqual(
    bars(eie.FIGURE_7),
    rows.map((row) => numbers(energy[row])),
  );
  t.deepEqual(numbers(eie.CPU_POWER_W), facts.DeepCompression2016.table9_power_W['i7-5930k'].dense1);
  t.is(eie.FIGURE_7_POWER_W, facts.EIE_consistency_checks.fig7_power_used_W);
});

both("EIE, the authors' layer on the authors' simulator", (t) => {
  const real = facts.EIE_computed_with_reference.alex8_real;
  t.is(eie.AUTHORS_LAYER.entriesOfActiveColumns, real.work_entries);
  t.is(eie.AUTHORS_LAYER.pointerReads, real.ptr_reads);
  t.deepEqual({ ...eie.AUTHORS_LAYER.cyclesByQueue }, real.fifo_sweep_cycles);
  t.deepEqual({ ...eie.AUTHORS_LAYER.readsByWidthBits }, real.spmat_reads_by_width);
  for (const [count, cycles] of Object.entries(eie.AUTHORS_LAYER.cyclesByProcessingElements))
    t.is(cycles, real.pe_sweep[count].cycles, count);
});

both('Deep Compression, Tables 1 to 5', (t) => {
  const paper = facts.DeepCompression2016;
  for (const [name, table] of [
    ['LeNet-300-100', 'table2_lenet300'],
    ['LeNet-5', 'table3_lenet5'],
    ['AlexNet', 'table4_alexnet'],
    ['VGG-16', 'table5_vgg16'],
  ] as const) {
    t.deepEqual(
      Object.values(deepCompression.TABLES[name]).map((row) => Object.values(row)),
      Object.values(paper[table]),
      name,
    );
    const { top1_err: top1, x: rate } = paper.table1.rows[name];
    t.deepEqual([...deepCompression.TABLE_1[name].top1], top1);
    t.is(deepCompression.TABLE_1[name].rate, rate);
  }
});

both("Horowitz's table, and its successor at 7 nm", (t) => {
  const { pJ: energies, um2: areas } = facts.Horowitz2014;
  for (const [ours, theirs] of [
    [horowitz.OPERATIONS, energies],
    [horowitz.AREAS, areas],
  ] as const)
    for (const [format, costs] of Object.entries(ours))
      for (const [action, value] of Object.entries(costs))
        t.is(value, theirs[`${format}_${action === 'add' ? 'add' : 'mult'}`], `${format} ${action}`);
  t.deepEqual(Object.values(horowitz.SRAM_64_BIT), [
    energies.sram_8KB_64b,
    energies.sram_32KB_64b,
    energies.sram_1MB_64b,
  ]);
  t.deepEqual([...horowitz.DRAM_64_BIT], energies.dram_64b);
  for (const [format, costs] of Object.entries(horowitz.AT_7_NM))
    for (const [action, value] of Object.entries(costs))
      t.is(value, facts.Jouppi2021.rows[`${format}_${action === 'add' ? 'add' : 'mult'}`][1], `${format} ${action}`);
});
