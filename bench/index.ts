import { loadEie } from '../test/oracles/eie/eie-hardware.ts';
import { accumulateWork } from './accumulate-work.ts';
import { againstTable, rivalFolder } from './against.ts';
import { type BenchLayer, benchLayer } from './bench-layer.ts';
import { chargeWork } from './charge-work.ts';
import { chartWork } from './chart-work.ts';
import { compressionWork } from './compression-work.ts';
import { explorerTable } from './explorer.ts';
import { type Measurement, measure } from './measure.ts';
import { startUpTable } from './start-up.ts';
import { sweepWork } from './sweep.ts';
import { textTable } from './text-table.ts';
import { layerWork, passWork, rivalWork, stepperWork, type Work } from './work.ts';

const fp32 = ['weight', 'activation', 'accumulator'].map((operand) => `arithmetic.${operand}=fp32`);

async function measureAll(works: readonly Work[]): Promise<Map<string, Measurement>> {
  const measured = new Map<string, Measurement>();
  for (const { name, run, runs } of works) measured.set(name, await measure(run, runs));
  return measured;
}

function printTimes(title: string, measured: ReadonlyMap<string, Measurement>): void {
  const rows = [...measured].map(([name, { runs, minimumMs, medianMs }]) => [
    name,
    minimumMs.toFixed(3),
    medianMs.toFixed(3),
    String(runs),
  ]);
  console.log(`\n${textTable([title, 'minimum ms', 'median ms', 'runs'], rows)}`);
}

function perSecond(cycles: number, { medianMs }: Measurement): string {
  return `${((cycles / medianMs) * 1e-3).toFixed(3)} million cycles a second`;
}

async function main(): Promise<void> {
  const rival = rivalFolder(process.argv);
  if (rival !== undefined) {
    console.log(againstTable(rival, process.argv));
    return;
  }
  const [what, ...only] = process.argv.slice(2);
  if (what === 'explorer') {
    console.log(await explorerTable(only));
    return;
  }
  const bench: BenchLayer = await benchLayer();
  const hardware = await loadEie('eie-64pe', { set: fp32 });
  const fixedPoint = await loadEie('eie-64pe');
  const stepper = stepperWork(bench, hardware);
  const { cycles } = stepper;
  console.log(`${bench.title}: ${cycles} cycles on ${hardware.name}`);

  console.log(`\n${startUpTable()}`);
  printTimes('preparation', await measureAll(layerWork(bench)));
  printTimes('pass', await measureAll(passWork(bench, hardware, fixedPoint)));
  printTimes('rival of the timing pass', await measureAll(rivalWork(bench, hardware)));
  printTimes('adding up a layer', await measureAll(accumulateWork(bench)));
  printTimes('energy', await measureAll(await chargeWork(bench, fixedPoint)));
  printTimes('sweep', await measureAll(await sweepWork()));
  printTimes('charts', await measureAll(await chartWork()));
  printTimes('compression pass', await measureAll(compressionWork()));
  const whole = await measureAll(stepper.works);
  printTimes('whole layer', whole);
  const [fast, slow] = [...whole.values()];
  console.log(`\nfast model: ${perSecond(cycles, fast)}`);
  console.log(`stepper: ${perSecond(cycles, slow)}`);
  console.log(`ratio of the medians: ${Math.round(slow.medianMs / fast.medianMs)}`);
}

await main();
