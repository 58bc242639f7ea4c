import {
  closeSync,
  existsSync,
  linkSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import { fileError } from '../../base/files/file-error.ts';
import { UserError } from '../../base/user-error.ts';
import { z } from '../../base/zod.ts';
import { removeOrphans } from '../../node/orphans.ts';
import { openRegular } from './regular-file.ts';

/** Who holds a folder. A process is told from a later one with the same number by when it was started. */
const holderSchema = z.looseObject({
  pid: z.int().min(1),
  started: z.string(),
  host: z.string(),
  /** In which the number counts: containers of one machine number their processes each by itself. */
  namespace: z.string().optional(),
  /** Array task of a cluster, e.g. 17_3; the same task never runs twice at once, so a requeued one may take its own lock. */
  clusterTask: z.string().nullable(),
});

type Holder = Readonly<z.output<typeof holderSchema>>;

/** A lock of another machine counts as left behind when it has not been touched for so long. */
const STALE_MS = 60_000;
const TOUCH_MS = 10_000;

/**
 * Takes a folder's lock file; returns how to give it back. A lock that a killed process left behind is taken over.
 * @throws UserError where a living process holds it
 */
export function lockFolder(file: string, wait: (milliseconds: number) => void = sleep): () => void {
  const mine: Holder = {
    pid: process.pid,
    started: startOf(process.pid) ?? '',
    host: hostname(),
    namespace: processNamespace(),
    clusterTask: clusterTask(),
  };
  removeOrphans(dirname(file), /^sweep\.lock\.(\d+)(?:\.stale)?$/);
  if (!create(file, mine)) {
    const holder = read(file);
    if (holder !== undefined && isHeld(holder, mine, file, wait)) throw locked(file, holder, mine);
    setAside(file, holder);
    if (!create(file, mine)) throw locked(file, read(file), mine);
  }
  const touching = setInterval(() => touch(file), TOUCH_MS);
  touching.unref();
  return () => {
    clearInterval(touching);
    rmSync(file, { force: true });
  };
}

/** Writes the lock where there is none: a link appears at once and whole, and the file system lets only one win. */
function create(file: string, holder: Holder): boolean {
  const draft = `${file}.${process.pid}`;
  try {
    writeFileSync(draft, `${JSON.stringify(holder)}\n`);
    linkSync(draft, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw fileError(error, file);
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Removes a lock that was left behind; where another run was quicker and this is its lock by now, it gets it back. */
function setAside(file: string, stale: Holder | undefined): void {
  const aside = `${file}.${process.pid}.stale`;
  try {
    renameSync(file, aside);
    if (JSON.stringify(read(aside)) !== JSON.stringify(stale)) linkSync(aside, file);
  } catch (error) {
    if (!['ENOENT', 'EEXIST'].includes((error as NodeJS.ErrnoException).code ?? '')) throw fileError(error, file);
  } finally {
    rmSync(aside, { force: true });
  }
}

function locked(file: string, holder: Holder | undefined, mine: Holder): UserError {
  const who =
    holder === undefined ? '' : ` (process ${holder.pid}${holder.host === mine.host ? '' : ` on ${holder.host}`})`;
  return UserError.at(
    { file },
    `another run${who} works in this folder; wait for it, or choose another --out`,
    'SWEEP_LOCKED',
  );
}

/** @throws UserError where a folder or a pipe bears the name of the lock */
function read(file: string): Holder | undefined {
  try {
    const descriptor = openRegular(file, 'read');
    try {
      return holderSchema.safeParse(JSON.parse(readFileSync(descriptor, 'utf8'))).data;
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    if (error instanceof UserError) throw error;
    return undefined; // cut off while it was written, or just given back
  }
}

/** A process that can be looked up here is; of any other the lock tells: it is touched as long as the process lives. */
function isHeld(holder: Holder, mine: Holder, file: string, wait: (milliseconds: number) => void): boolean {
  if (holder.clusterTask !== null && holder.clusterTask === mine.clusterTask) return false;
  const isHere = holder.host === mine.host && (holder.namespace ?? mine.namespace) === mine.namespace;
  if (isHere) return startOf(holder.pid) === holder.started;
  const touched = statSync(file).mtimeMs;
  const age = Date.now() - touched;
  if (age > -STALE_MS) return age < STALE_MS;
  // the clocks differ: only a next touch can tell
  wait(TOUCH_MS + TOUCH_MS / 2);
  return existsSync(file) && statSync(file).mtimeMs !== touched;
}

function sleep(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}

/** '' where the system does not tell. */
function processNamespace(): string {
  try {
    return readlinkSync('/proc/self/ns/pid');
  } catch {
    return '';
  }
}

/** When a process was started, in ticks since boot; '?' where the system does not tell; undefined where there is no such process. */
function startOf(pid: number): string | undefined {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return undefined;
  }
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' '); // the name before may hold spaces
    return fields[0] === 'Z' ? undefined : fields[19];
  } catch {
    return '?';
  }
}

function clusterTask(): string | null {
  const { SLURM_ARRAY_JOB_ID: job, SLURM_ARRAY_TASK_ID: task } = process.env;
  return job === undefined || task === undefined ? null : `${job}_${task}`;
}

function touch(file: string): void {
  const now = new Date();
  try {
    utimesSync(file, now, now);
  } catch {
    // the folder is gone: the next write will say so
  }
}
