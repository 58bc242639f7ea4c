import { utf8 } from '../../../base/files/bytes.ts';
import { type Files, readOrThrow } from '../../../base/files/files.ts';
import { UserError } from '../../../base/user-error.ts';
import { duplicateKey } from '../safetensors/json-keys.ts';

export type Json = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Which of these keys hold something else than a number; null is as if it was not there. */
export function keysWithoutNumber(object: Json, keys: readonly string[]): string[] {
  return keys.filter((key) => !['number', 'undefined'].includes(typeof (object[key] ?? undefined)));
}

/** A file that holds a JSON object. @throws UserError where it does not, or names a key twice */
export function readObject(files: Files, file: string): Json {
  const text = utf8(readOrThrow(files, file, 'FILE_UNREADABLE'));
  const fail = (message: string): never => {
    throw UserError.at({ file }, message, 'MODEL_FOLDER');
  };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    fail(`not JSON (${(cause as Error).message})`);
  }
  if (!isObject(value)) return fail(`expected a JSON object, found ${JSON.stringify(value)?.slice(0, 40)}`);
  const repeated = duplicateKey(text);
  if (repeated !== undefined) fail(`"${repeated}" stands twice`);
  return value;
}
