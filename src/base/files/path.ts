/**
 * Paths as text, without a file system: names with `/` between them, as on POSIX systems and in addresses.
 * Each gives what node:path.posix gives (test/base/path.test.ts holds them against it); a Files door for another system turns its paths into these.
 */

/** The last name of a path: `b.yaml` of `a/b.yaml`. */
export function basename(path: string): string {
  return /([^/]*)\/*$/.exec(path)![1];
}

/** The path without its last name; `.` where it has only one. */
export function dirname(path: string): string {
  const [, folder] = /^(.*?)\/*[^/]*\/*$/s.exec(path)!;
  if (folder !== '') return folder;
  return path.startsWith('/') ? '/' : '.';
}

/** A name in a folder: `b.yaml` in `a/` is `a/b.yaml`. */
export function join(folder: string, name: string): string {
  return folder === '.' ? name : `${folder.replace(/\/+$/, '')}/${name}`;
}

/** The end of the last name from its last dot on, which is not its first character: `.yaml` of `a/b.yaml`, else empty. */
export function extname(path: string): string {
  const name = basename(path);
  const dot = name.lastIndexOf('.');
  return dot > 0 && name !== '..' ? name.slice(dot) : '';
}

/** Whether a path starts at the root and not at the working folder. */
export function isAbsolute(path: string): boolean {
  return path.startsWith('/');
}

/** `path` as seen from `from`, an absolute path; `.`, `..` and empty names are gone. */
export function resolve(from: string, path: string): string {
  const names: string[] = [];
  for (const name of (isAbsolute(path) ? path : `${from}/${path}`).split('/')) {
    if (name === '..') names.pop();
    else if (name !== '' && name !== '.') names.push(name);
  }
  return `/${names.join('/')}`;
}

/** The way from the absolute path `from` to the absolute path `to`; empty where they are the same. */
export function relative(from: string, to: string): string {
  const [start, end] = [from, to].map((path) =>
    resolve('/', path)
      .split('/')
      .filter((name) => name !== ''),
  );
  let shared = 0;
  while (shared < Math.min(start.length, end.length) && start[shared] === end[shared]) shared++;
  return [...start.slice(shared).map(() => '..'), ...end.slice(shared)].join('/');
}
