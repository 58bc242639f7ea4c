import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { vcdText } from '../../../src/report/timeline/vcd.ts';
import { madeTimeline } from '../fixtures/made-timeline.ts';
import { readVcd, valueAtTime } from './vcd-reader.ts';

const PERIOD_PS = 1250; // 800 MHz

test('each wire has in each state what the entry there does, the pipeline behind it', (t) => {
  const timeline = madeTimeline();
  const { wires, timescale, end } = readVcd(vcdText(timeline));
  t.is(timescale, '1 ps');
  t.is(end, (timeline.cycles + 1) * PERIOD_PS);
  for (const { processingElement: p, takes } of timeline.lanes) {
    const wire = (name: string, state: number) => valueAtTime(wires.get(`eie.pe${p}.${name}`)!, state * PERIOD_PS);
    for (let k = 1; k <= timeline.cycles; k++) {
      const entryAt = (state: number) => {
        const take = takes.find(({ from, to }) => from <= state && state < to);
        return take?.entries.at(state - take.from);
      };
      const take = takes.find(({ from, to }) => from <= k && k < to);
      const entry = entryAt(k);
      const number = take === undefined ? 0 : entry === undefined ? 3 : entry.code === 0 ? 2 : 1;
      t.is(wire('state', k), number.toString(2));
      t.is(wire('row', k), entry === undefined ? 'x' : entry.row.toString(2));
      t.is(wire('reads_line', k), entryAt(k - 1)?.readsLine ? '1' : '0');
      const isWeight = (state: number) => (entryAt(state)?.code ?? 0) > 0;
      t.deepEqual(
        ['multiplies', 'adds', 'writes'].map((name) => wire(name, k)),
        [3, 4, 5].map((later) => (isWeight(k - later) ? '1' : '0')),
      );
    }
  }
});

test('the scan holds an activation from the state in which it is found, and waits while a queue is full', (t) => {
  const timeline = madeTimeline();
  const { wires } = readVcd(vcdText(timeline));
  const ones = (name: string) => {
    let count = 0;
    for (let k = 1; k <= timeline.cycles; k++)
      if (valueAtTime(wires.get(`eie.scan.${name}`)!, k * PERIOD_PS) === '1') count++;
    return count;
  };
  t.is(ones('sends'), timeline.broadcasts.length);
  const stalls = timeline.broadcasts.reduce((sum, { found, sent }) => sum + sent - 1 - found, 0);
  t.true(stalls > 0);
  t.is(ones('waits'), stalls);
  t.is(ones('holds_hit'), stalls + timeline.broadcasts.length);
});

test('a clock without whole picoseconds is written in femtoseconds, each edge rounded for itself', (t) => {
  const { timescale, end, wires } = readVcd(vcdText({ ...madeTimeline(), clockHz: 6e8 }));
  t.is(timescale, '1 fs');
  t.is(end, Math.round(((madeTimeline().cycles + 1) * 1e15) / 6e8));
  t.true([...wires.get('eie.pe0.state')!.keys()].includes(Math.round(3e15 / 6e8)));
});

test('a window has the values of the whole', (t) => {
  const whole = readVcd(vcdText(madeTimeline()));
  const part = readVcd(vcdText(madeTimeline({ processingElements: [2], cycles: [30, 60] })));
  t.deepEqual(
    [...part.wires.keys()].filter((name) => name.includes('pe')).map((name) => name.split('.')[1]),
    Array.from({ length: 11 }, () => 'pe2'),
  );
  for (const [name, changes] of part.wires)
    for (let k = 30; k <= 60; k++)
      t.is(valueAtTime(changes, k * PERIOD_PS), valueAtTime(whole.wires.get(name)!, k * PERIOD_PS), `${name} in ${k}`);
});

const tools = ['vcd2fst', 'fst2vcd'].every((tool) => spawnSync(tool, ['--help']).error === undefined);
const required = process.env.PICOJOULE_REQUIRE_GTKWAVE === '1';
const withTools = tools || required ? test : test.skip;

withTools(
  'GTKWave reads every value of it (vcd2fst and fst2vcd of Debian, skipped where they are not installed)',
  (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'picojoule-vcd-'));
    const file = (name: string) => join(folder, name);
    const text = vcdText(madeTimeline());
    writeFileSync(file('a.vcd'), text);
    spawnSync('vcd2fst', [file('a.vcd'), file('a.fst')]);
    const { stdout } = spawnSync('fst2vcd', ['-f', file('a.fst')], { encoding: 'utf8' });
    writeFileSync(file('b.vcd'), stdout);
    const [before, after] = [readVcd(text), readVcd(readFileSync(file('b.vcd'), 'utf8'))];
    t.deepEqual([...after.wires.keys()].toSorted(), [...before.wires.keys()].toSorted());
    for (const [name, changes] of before.wires)
      for (const time of changes.keys())
        t.is(valueAtTime(after.wires.get(name)!, time), valueAtTime(changes, time), `${name} at ${time}`);
  },
);
