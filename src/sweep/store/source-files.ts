import { createHash } from 'node:crypto';
import { createReadStream, type Stats, statSync } from 'node:fs';
import { readError } from '../../base/files/file-error.ts';
import { UserError } from '../../base/user-error.ts';

/** Files that a sweep reads, as they were when it began. */
export interface SourceFiles {
  /** Path -> SHA-256 of the bytes (its first 128 bits, in hexadecimal digits). */
  readonly digests: ReadonlyMap<string, string>;
  /** @throws UserError that names the files which have changed since: a point that read them is no point of this sweep */
  check(): void;
}

/** @throws UserError where a file cannot be read */
export async function sourceFiles(paths: readonly string[]): Promise<SourceFiles> {
  const digests = new Map<string, string>();
  const stamps = new Map<string, string>();
  for (const path of new Set(paths)) {
    const stamp = stampOf(path);
    stamps.set(path, stamp);
    digests.set(path, await digestOf(path, stamp));
  }
  return {
    digests,
    check() {
      const changed = [...stamps].filter(([path, stamp]) => stampOf(path) !== stamp).map(([path]) => path);
      if (changed.length > 0)
        throw new UserError(
          changed.map((file) => ({
            place: { file },
            message: 'changed while the sweep ran; run it again, with --fresh or another --out',
            code: 'SWEEP_CHANGED',
          })),
        );
    },
  };
}

/** What changes with every change of a file. */
function stampOf(path: string): string {
  let found: Stats;
  try {
    found = statSync(path);
  } catch {
    return 'missing';
  }
  return [found.ino, found.size, found.mtimeMs, found.ctimeMs].join();
}

/** Of files that have not changed since: the data of a recipe are asked for when the sweep is checked, when its points are planned, and before they run. */
const known = new Map<string, { readonly stamp: string; readonly digest: string }>();

async function digestOf(path: string, stamp: string): Promise<string> {
  const before = known.get(path);
  if (before?.stamp === stamp) return before.digest;
  const digest = await computedDigest(path);
  known.set(path, { stamp, digest });
  return digest;
}

async function computedDigest(path: string): Promise<string> {
  const hash = createHash('sha256');
  try {
    for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  } catch (error) {
    throw readError(error, path);
  }
  return hash.digest('hex').slice(0, 32);
}
