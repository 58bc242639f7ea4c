import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { randomStream } from '../src/base/random.ts';
import { cpuMs, TINY } from './start-up.ts';
import { textTable } from './text-table.ts';

/** The build that this one is measured against where no other is named: that of 2026-11-25. */
const RIVAL = 'f2460b9';

/** A command of the program, as words behind its name; `less`: the same for so much less, which is taken off. */
interface Job {
  readonly title: string;
  readonly argv: readonly string[];
  readonly less?: readonly string[] | undefined;
  readonly rounds: number;
}

/**
 * The folder of another build: `--rival FOLDER` names one; `--rival` alone makes a worktree of commit f2460b9 in the folder for temporary files, installs and builds it.
 * undefined: none was asked for.
 */
export function rivalFolder(argv: readonly string[]): string | undefined {
  const at = argv.indexOf('--rival');
  if (at < 0) return undefined;
  const named = argv[at + 1];
  if (named !== undefined && !named.startsWith('--')) return resolve(named);
  const folder = join(tmpdir(), `picojoule-${RIVAL}`);
  if (!existsSync(join(folder, 'dist', 'bin.js'))) {
    execFileSync('git', ['worktree', 'add', '--force', '--detach', folder, RIVAL], { stdio: 'inherit' });
    execFileSync('npm', ['ci', '--no-audit', '--no-fund'], { cwd: folder, stdio: 'inherit' });
  }
  return folder;
}

/**
 * CPU time of whole processes of both builds: the least of some rounds, by turns, and how many times as long the other one takes. `--only TEXT` takes those jobs whose
 * titles have it.
 */
export function againstTable(rival: string, argv: readonly string[]): string {
  const only = argv.includes('--only') ? argv[argv.indexOf('--only') + 1] : '';
  const folder = mkdtempSync(join(tmpdir(), 'picojoule-against-'));
  try {
    const jobs = jobsIn(folder).filter(({ title }) => title.includes(only));
    const rows = jobs.map(({ title, ...job }) => {
      const [theirs, ours] = leastMs([rival, '.'], { ...job, folder });
      return [title, theirs.toFixed(0), ours.toFixed(0), (theirs / ours).toFixed(1)];
    });
    return textTable(['whole processes, CPU ms', 'rival', 'now', 'ratio'], rows);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function leastMs(
  builds: readonly string[],
  { argv, less, rounds, folder }: Omit<Job, 'title'> & { readonly folder: string },
): number[] {
  const programs = builds.map((build) => resolve(build, 'dist', 'bin.js'));
  const least = programs.map(() => [Number.POSITIVE_INFINITY, less === undefined ? 0 : Number.POSITIVE_INFINITY]);
  for (let round = 0; round < rounds; round++)
    for (const [k, program] of programs.entries())
      for (const [part, words] of [argv, less].entries()) {
        if (words === undefined) continue;
        // a sweep that finds its points has nothing to do
        rmSync(join(folder, 'out'), { recursive: true, force: true });
        least[k][part] = Math.min(least[k][part], cpuMs([program, ...words], folder));
      }
  return least.map(([whole, part]) => whole - part);
}

function jobsIn(folder: string): Job[] {
  const write = (name: string, content: string | Uint8Array) => writeFileSync(join(folder, name), content);
  const random = randomStream(1);
  const fraction = () => random() / 2 ** 32;
  const floats = (name: string, shape: readonly number[], next: () => number) => write(name, npyFile(shape, next));
  write('tiny.yaml', TINY);
  write('one.yaml', energyOnly(1));
  write('many.yaml', energyOnly(100));
  floats('dense.npy', [4096, 4096], () => (fraction() - 0.5) * 0.1);
  floats('image.npy', [1, 3, 227, 227], () => Math.floor(fraction() * 256) - 117);
  for (const [name, rows, columns] of [
    ['fc1', 512, 784],
    ['fc2', 512, 512],
    ['fc3', 10, 512],
  ] as const)
    floats(`${name}.npy`, [rows, columns], () => (fraction() < 0.1 ? fraction() - 0.5 : 0));
  write('small.yaml', SMALL);
  for (const count of [4, 4000]) floats(`${count}.npy`, [count, 784], () => Math.max(0, fraction() - 0.6));
  const sweep = (file: string) => ['sweep', file, '--jobs', '1', '--out', 'out', '--format', 'json'];
  const inferences = (count: number) => ['run', 'eie-64pe', 'small.yaml', '--inputs', `${count}.npy`, '--json'];
  const fc8 = resolve('../shared/data/eie-alexnet-fc8');
  const caffe = resolve('../shared/cases/files/caffe');
  const squeezeNet = ['compressed_SqueezeNet.net', 'SqueezeNet_deploy.prototxt'].map((file) => join(caffe, file));
  const eightBits = ['--set', 'encoding.codeBits=8', '--inputs', 'image.npy', '--json'];
  const run = ['run', 'eie-64pe'];
  const jobs: Job[] = [
    { title: '--help', argv: ['--help'], rounds: 10 },
    { title: 'run of a tiny layer', argv: [...run, 'tiny.yaml', '--json'], rounds: 10 },
    { title: 'run of the nine layers', argv: ['run', '--json'], rounds: 5 },
    { title: "run of the authors' fc8", argv: [...run, fc8, '--json'], rounds: 5 },
    {
      title: 'SqueezeNet, 8-bit codes, one image',
      argv: [...run, squeezeNet[0], '--prototxt', squeezeNet[1], ...eightBits],
      rounds: 2,
    },
    { title: '4,000 inferences of 784-512-512-10 (less 4)', argv: inferences(4000), less: inferences(4), rounds: 2 },
    {
      title: 'inspect of a dense 4096 x 4096 (less a tiny one)',
      argv: ['inspect', 'dense.npy'],
      less: ['inspect', 'fc3.npy'],
      rounds: 3,
    },
    {
      title: '10,000 points of clock and price (less 1)',
      argv: sweep('many.yaml'),
      less: sweep('one.yaml'),
      rounds: 3,
    },
    { title: 'eie-design-space, 2,240 points', argv: sweep('eie-design-space'), rounds: 3 },
  ];
  // what lies beside the repository may be absent
  return jobs.filter(({ argv }) => argv.every((word) => !word.startsWith(resolve('..')) || existsSync(word)));
}

/** A chain of three layers whose weights share 15 values. */
const SMALL = `name: small
chain: true
inputs: 4.npy
compress: { share: { codeBits: 4 } }
layers:
  - { name: fc1, activation: relu, weights: { file: fc1.npy } }
  - { name: fc2, activation: relu, weights: { file: fc2.npy } }
  - { name: fc3, weights: { file: fc3.npy } }
`;

/** A .npy file of fp32. */
function npyFile(shape: readonly number[], next: () => number): Uint8Array {
  const head = `{'descr': '<f4', 'fortran_order': False, 'shape': (${shape.join(', ')}), }`;
  const header = `${head}${' '.repeat(63 - ((10 + head.length) % 64))}\n`;
  const values = Float32Array.from({ length: shape.reduce((product, size) => product * size, 1) }, next);
  const start = [0x93, ...Buffer.from('NUMPY'), 1, 0, header.length & 0xff, header.length >> 8];
  return Buffer.concat([Uint8Array.from(start), Buffer.from(header), new Uint8Array(values.buffer)]);
}

function energyOnly(size: number): string {
  return `name: energy only\nhardware: eie-64pe\nnetwork: eie-benchmark\naxes:\n  clock: { from: 10 MHz, to: ${size * 10} MHz, step: 10 MHz }\n  energy.override.sparseMatrix.read: { from: 1 pJ, to: ${size} pJ, step: 1 pJ }\n`;
}
