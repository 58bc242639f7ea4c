import test from 'ava';
import { arrayScript, mergeScript, type SlurmJob } from '../../../src/sweep/slurm/slurm-scripts.ts';

const job: SlurmJob = {
  file: "/home/me/it's mine.yaml",
  folder: '/scratch/out',
  shards: 16,
  options: ['--time=1:00:00'],
  jobs: 4,
  program: ['/usr/bin/node', '/opt/picojoule/dist/bin.js'],
  workingFolder: '/home/me',
};

test('an array task runs its shard, may be requeued, and keeps its log', (t) => {
  t.is(
    arrayScript(job),
    `#!/bin/bash
#SBATCH --job-name=picojoule-sweep
#SBATCH --array=0-15
#SBATCH --requeue
#SBATCH --open-mode=append
#SBATCH --output=/scratch/out/slurm/shard-%a.log
#SBATCH --chdir=/home/me
#SBATCH --cpus-per-task=4
#SBATCH --time=1:00:00
set -eu
exec /usr/bin/node /opt/picojoule/dist/bin.js sweep '/home/me/it'\\''s mine.yaml' --out /scratch/out --shard "$SLURM_ARRAY_TASK_ID/16" --jobs 4
`,
  );
});

test('the merge job puts the shards of the folder together', (t) => {
  t.regex(
    mergeScript(job),
    /exec \/usr\/bin\/node \/opt\/picojoule\/dist\/bin\.js sweep --merge --out \/scratch\/out\n$/,
  );
});
