import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import test from 'ava';
import { hasLines, program, start } from '../program.ts';
import { smallFolder, sweepText } from '../small-sweep.ts';
import { type Cluster, hasSlurm, startCluster } from './slurm-cluster.ts';

const NETWORK =
  'name: slow\nlayers:\n  - name: wide\n    generate: { rows: 2000, columns: 4000, weightDensity: 0.1, activationDensity: 0.4 }\n';
const withSlurm = hasSlurm() ? test.serial : test.skip;
if (!hasSlurm())
  test('the job array is not tried on a real cluster (slurmctld, slurmd and sbatch are not installed, or this is not root)', (t) =>
    t.pass());

async function queueEmpties(cluster: Cluster): Promise<void> {
  for (let tries = 0; tries < 600; tries++) {
    const held = cluster
      .ask('squeue', '-h', '-t', 'PD', '-o', '%i %r')
      .split('\n')
      .filter((line) => line.endsWith('BeginTime'));
    // a requeued task is held back for two minutes: let it start now
    for (const line of held) cluster.ask('scontrol', 'update', `jobid=${line.split(' ')[0]}`, 'StartTime=now');
    if (cluster.ask('squeue', '-h').trim() === '') return;
    await setTimeout(200);
  }
}

withSlurm('a job array with a task that is requeued in the middle gives the bytes of an unbroken run', async (t) => {
  const folder = smallFolder();
  writeFileSync(join(folder, 'network.yaml'), NETWORK);
  writeFileSync(
    join(folder, 'sweep.yaml'),
    sweepText('axes:\n  processingElements: 1..40\nmetrics: [timeUs, energyPj.total]\n'),
  );
  t.is((await program(folder, 'sweep', 'sweep.yaml', '--out', 'whole')).code, 0);
  const cluster = await startCluster();
  t.teardown(cluster.stop);
  const limit = `export SLURM_CONF=${cluster.conf};`;
  const out = `cl"us'ter 50%a \\t\nof mine`;
  const args = ['--slurm', '--shards', '2', `--slurm-option=--comment=a "b" 'c' 50% \\d\n#SBATCH --hold`];
  const submitted = await start(folder, ['sweep', 'sweep.yaml', '--out', out, ...args], limit).finished;
  t.is(submitted.code, 0, submitted.err);
  const [, array] = /Job array (\d+) \(2 shards\)/.exec(submitted.out) ?? [];
  t.true(await hasLines(join(folder, out, 'shard-0-of-2', 'points.journal'), 3));
  cluster.ask('scontrol', 'requeue', `${array}_0`);
  await queueEmpties(cluster);
  const log = readFileSync(join(folder, out, 'slurm', 'merge.log'), 'utf8');
  t.true(existsSync(join(folder, out, 'sweep.json')), log);
  for (const file of ['sweep.json', 'points.csv'])
    t.is(readFileSync(join(folder, out, file), 'utf8'), readFileSync(join(folder, 'whole', file), 'utf8'));
});

test('without sbatch the scripts are written, and that is said', async (t) => {
  const folder = smallFolder();
  writeFileSync(join(folder, 'sweep.yaml'), sweepText('axes:\n  clock: [1 GHz]\n'));
  const { code, err } = await start(folder, ['sweep', 'sweep.yaml', '--out', 'o', '--slurm'], 'export PATH=/nowhere;')
    .finished;
  t.is(code, 1);
  t.regex(err, /found no sbatch here; the scripts are in .*o\/slurm: run submit\.sh/);
  t.regex(readFileSync(join(folder, 'o', 'slurm', 'shards.sbatch'), 'utf8'), /^#SBATCH --array=0-7$/m);
});
