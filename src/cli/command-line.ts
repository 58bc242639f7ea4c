import { basename, isAbsolute, relative, resolve } from 'node:path';
import type { Arguments, Command } from './command.ts';

/** Options that say where and how a result is written, or how fast it is made, not what it holds. */
const BESIDE_THE_RESULT = ['out', 'format', 'json', 'power', 'fail-over', 'jobs', 'memory-limit'];

/** A file of the working folder as it lies there; any other by its base name, so that no absolute path gets into a result. */
function shownPath(path: string): string {
  const fromHere = relative('.', resolve(path));
  return isAbsolute(path) || path.startsWith('..')
    ? fromHere.startsWith('..') || isAbsolute(fromHere)
      ? basename(path)
      : fromHere
    : path;
}

/** `key=/some/path` likewise. */
function shownSetting(setting: string): string {
  const [, key = '', value = ''] = /^([^=]*=)(.*)$/s.exec(setting) ?? [];
  return key !== '' && isAbsolute(value) ? `${key}${shownPath(value)}` : shownPath(setting);
}

/** As a shell takes it. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

function values(value: unknown): string[] {
  if (value === undefined || value === false) return [];
  return (Array.isArray(value) ? value : [value]).map(String);
}

/** The command that makes a result, as a user can type it again: positional arguments, then options by name. */
export function commandLine(command: Command, args: Arguments): string {
  const [name, ...positional] = command.usage.replaceAll(/[[\]<>.]/g, '').split(' ');
  const words = positional.flatMap((one) => values(args[one]).map(shownPath));
  const options = Object.keys(args)
    .filter((key) => /^[a-z]/.test(key) && !positional.includes(key) && !BESIDE_THE_RESULT.includes(key))
    .toSorted()
    .flatMap((key) =>
      values(args[key]).flatMap((value) => (value === 'true' ? [`--${key}`] : [`--${key}`, shownSetting(value)])),
    );
  return ['picojoule', name, ...[...words, ...options].map(quoted)].join(' ');
}
