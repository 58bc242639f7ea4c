import { linkSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { fileError } from '../../base/file-error.ts';
import { UserError } from '../../base/user-error.ts';

/** Who holds a folder. A process is told from a later one with the same number by when it was started. */
interface Holder {
  readonly pid: number;
  readonly started: string;
  readonly host: string;
  /** Array task of a cluster, e.g. 17_3; the same task never runs twice at once, so a requeued one may take its own lock. */
  readonly clusterTask: string | null;
}

/** A lock of another machine counts as left behind when it has not been touched for so long. */
const STALE_MS = 60_000;
const TOUCH_MS = 10_000;

/**
 * Takes a folder's lock file; returns how to give it back. A lock that a killed process left behind is taken over.
 * @throws UserError where a living process holds it
 */
export function lockFolder(file: string): () => void {
  const mine: Holder = {
    pid: process.pid,
    started: startOf(process.pid) ?? '',
    host: hostname(),
    clusterTask: clusterTask(),
  };
  if (!create(file, mine)) {
    const holder = read(file);
    if (holder !== undefined && isHeld(holder, mine, file)) throw locked(file, holder, mine);
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

function read(file: string): Holder | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Holder;
  } catch {
    return undefined; // cut off while it was written, or just given back
  }
}

function isHeld(holder: Holder, mine: Holder, file: string): boolean {
  if (holder.clusterTask !== null && holder.clusterTask === mine.clusterTask) return false;
  if (holder.host === mine.host) return startOf(holder.pid) === holder.started;
  return Date.now() - statSync(file).mtimeMs < STALE_MS;
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
