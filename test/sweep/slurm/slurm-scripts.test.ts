import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import {
  arrayArguments,
  arrayScript,
  mergeScript,
  type SlurmJob,
  submitScript,
} from '../../../src/sweep/slurm/slurm-scripts.ts';

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
#SBATCH --cpus-per-task=4
set -eu
cd -- /home/me
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

/** What a user may call a folder or say in a comment. */
const HOSTILE = `a b "q" 'r' 50% \\n $HOME \`id\` ;\n#SBATCH --hold`;

test('no path and no option of a user is read by Slurm or the shell, whatever it holds', (t) => {
  const hostile: SlurmJob = {
    ...job,
    file: `/x/${HOSTILE}.yaml`,
    folder: `/y/${HOSTILE}`,
    workingFolder: `/z/${HOSTILE}`,
    options: [`--comment=${HOSTILE}`],
  };
  t.deepEqual(arrayArguments(hostile), [
    '--parsable',
    '--output=/dev/null',
    `--comment=${HOSTILE}`,
    `${hostile.folder}/slurm/shards.sbatch`,
  ]);
  const folder = mkdtempSync(join(tmpdir(), 'picojoule-slurm-'));
  // stand-ins that print what they are given
  for (const name of ['sbatch', 'node'])
    writeFileSync(join(folder, name), '#!/bin/bash\nprintf "%s\\0" "$@" >>"$LOG"\necho 7\n', { mode: 0o755 });
  const given = (script: string): string[] => {
    const log = join(folder, 'log');
    rmSync(log, { force: true });
    writeFileSync(
      join(folder, 'script'),
      script.replace(/^exec >>.*?^cd --/ms, 'cd --').replace(/^cd -- .*?^(exec|array)/ms, '$1'),
      { mode: 0o755 },
    );
    execFileSync(join(folder, 'script'), {
      env: { ...process.env, PATH: `${folder}:${process.env.PATH}`, LOG: log, SLURM_ARRAY_TASK_ID: '3' },
    });
    return readFileSync(log, 'utf8').split('\0').slice(0, -1);
  };
  const program = [join(folder, 'node'), 'bin.js'];
  t.deepEqual(given(arrayScript({ ...hostile, program })), [
    'bin.js',
    'sweep',
    hostile.file,
    '--out',
    hostile.folder,
    '--shard',
    '3/16',
    '--jobs',
    '4',
  ]);
  t.deepEqual(given(mergeScript({ ...hostile, program })), ['bin.js', 'sweep', '--merge', '--out', hostile.folder]);
  t.deepEqual(given(submitScript(hostile)), [
    ...arrayArguments(hostile),
    '--parsable',
    '--output=/dev/null',
    '--dependency=afterany:7',
    `${hostile.folder}/slurm/merge.sbatch`,
  ]);
  // Slurm reads no further than the first command
  const read = (script: string) => script.split('\nset -eu\n')[0];
  t.deepEqual(read(arrayScript(hostile)), read(arrayScript(job)));
});

test('logs lie beside the scripts: % is doubled, and where Slurm would drop a backslash the script opens its log', (t) => {
  t.is(arrayArguments({ ...job, folder: '/a 5%' })[1], '--output=/a 5%%/slurm/shard-%a.log');
  t.is(arrayArguments({ ...job, folder: '/a\\b' })[1], '--output=/dev/null');
  t.regex(
    arrayScript({ ...job, folder: '/a\\b' }),
    /^exec >>'\/a\\b\/slurm\/shard-'"\$SLURM_ARRAY_TASK_ID"\.log 2>&1$/m,
  );
});
