import { basename, isAbsolute } from './files/path.ts';
import { printable } from './printable.ts';

/** Where a fault lies: a file with line and column, or a field path, or both. */
export interface Place {
  readonly file?: string;
  /** 1-based. */
  readonly line?: number;
  /** 1-based. */
  readonly column?: number;
  /** Field path such as `memories.sparseMatrix.width`. */
  readonly path?: string;
}

/** One mistake of the user: what was expected, what was found, and where. */
export interface Fault {
  readonly place: Place;
  /** One sentence: what was expected and what was found; names the nearest known name where there is one. */
  readonly message: string;
  /** Stable upper-case code such as `CONFIG_RANGE`, `UNKNOWN_NAME`, `ENERGY_MISSING`. */
  readonly code: string;
}

/** `file:line:column path` as far as known; empty when nothing is known. */
export function formatPlace(place: Place): string {
  const position = [place.file, place.line, place.column].filter((part) => part !== undefined).join(':');
  return [position, place.path].filter((part) => part !== undefined && part !== '').join(' ');
}

/** `file:line:column path: message [CODE]`. */
export function formatFault(fault: Fault): string {
  const place = formatPlace(fault.place);
  return printable(`${place === '' ? '' : `${place}: `}${fault.message} [${fault.code}]`);
}

/** The same for a result: a file outside the working folder (its place has the whole path) by its base name, so that no result holds where it was made. */
export function recordedFault(fault: Fault): string {
  return formatFault({ ...fault, place: recordedPlace(fault.place) });
}

/** A place as a result names it. */
export function recordedPlace(place: Place): Place {
  return place.file !== undefined && isAbsolute(place.file) ? { ...place, file: basename(place.file) } : place;
}

/** A mistake in the user's data or config (exit code 1, printed without a stack); carries all faults found together. */
export class UserError extends Error {
  readonly faults: readonly Fault[];

  constructor(faults: readonly Fault[]) {
    super(faults.map(formatFault).join('\n'));
    this.name = 'UserError';
    this.faults = faults;
  }

  /** A single fault. */
  static at(place: Place, message: string, code: string): UserError {
    return new UserError([{ place, message, code }]);
  }
}

/** The user's mistakes that a step throws, none where it ends well; a bug is thrown on. */
export function faultsIn(step: () => unknown): readonly Fault[] {
  try {
    step();
    return [];
  } catch (error) {
    return faultsFrom(error);
  }
}

/** The same of a step that takes its time. */
export async function faultsOf(step: () => Promise<unknown>): Promise<readonly Fault[]> {
  try {
    await step();
    return [];
  } catch (error) {
    return faultsFrom(error);
  }
}

/** What a step gives; a user's mistakes in it stand at this place, whatever place they had. */
export function atPlace<T>(place: Place, step: () => T): T {
  try {
    return step();
  } catch (error) {
    throw new UserError(faultsFrom(error).map((fault) => ({ ...fault, place })));
  }
}

function faultsFrom(error: unknown): readonly Fault[] {
  if (error instanceof UserError) return error.faults;
  throw error;
}
