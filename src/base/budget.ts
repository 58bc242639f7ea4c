import { UserError } from './user-error.ts';

/** Memory that a program may use, where it is known. */
export interface Memory {
  /** What the user allows (--memory-limit); goes before all that is stated here. */
  readonly limitBytes?: number;
  /** What the computer has left. */
  readonly atHandBytes?: number;
}

/** What may be held in memory for one purpose. */
export interface Budget {
  /** Asks for memory before it is taken. @throws UserError that names what needs it, where it is more than what is left */
  readonly take: (bytes: number, what: string) => void;
  /** Larger tables of a layer are not made: what is in them is counted whenever it is needed. As it suits the layer where it is absent. */
  readonly tableBytes?: number;
  /** What was made of something with these properties before, where it is still held: layers that differ in their values alone share their tables. */
  readonly known?: <T extends object>(of: object, properties: string, make: () => T) => T;
}

/** A budget that knows what it would grant. */
export interface KnownBudget extends Budget {
  /** Asks whether so much more would be granted, before work that ends in vain where it is not. @throws UserError as take does */
  readonly expect: (bytes: number, what: string) => void;
  /** Whether it would be. */
  readonly has: (bytes: number) => boolean;
}

/** Any file may take so much, however small it is ... */
const BASE_BYTES = 256 * 2 ** 20;

/** ... and so many bytes more for each of its own: text becomes numbers, packed and small ones become fp32. */
const BYTES_PER_BYTE = 64;

/** A network on a machine: pointers, inputs and outputs of all layers together. The weights themselves are there already. */
const SIMULATION_BYTES = 2 * 2 ** 30;

/** The budget of reading a file: 256 MiB and 64 times its size, at most what the computer has left; or what the user allows. */
export function fileBudget(file: string, fileBytes: number, { limitBytes, atHandBytes }: Memory = {}): Budget {
  const own = BASE_BYTES + BYTES_PER_BYTE * fileBytes;
  if (limitBytes !== undefined) return budget(limitBytes, { file }, '--memory-limit allows');
  if (atHandBytes !== undefined && atHandBytes < own) return budget(atHandBytes, { file }, 'this computer has left');
  return budget(own, { file }, `a file of ${fileBytes} bytes may take`);
}

/** The budget of simulating a network: 2 GiB, or what the user allows. */
export function simulationBudget({ limitBytes }: Memory = {}): Budget {
  return allowed(limitBytes, SIMULATION_BYTES, 'a simulation may take');
}

/** The budget of a page of the explorer, in a browser of which nothing is known: 2 GiB, or what the user allows. */
export function pageBudget({ limitBytes }: Memory = {}): KnownBudget {
  return allowed(limitBytes, SIMULATION_BYTES, 'a page may take');
}

/** The budget of generating layers: what the computer has left, where that is known; or what the user allows. */
export function generationBudget({ limitBytes, atHandBytes = Number.POSITIVE_INFINITY }: Memory = {}): KnownBudget {
  return allowed(limitBytes, atHandBytes, 'this computer has left');
}

/** What the user allows, or else so much. */
function allowed(limitBytes: number | undefined, otherwise: number, allowance: string): KnownBudget {
  return limitBytes === undefined ? budget(otherwise, {}, allowance) : budget(limitBytes, {}, '--memory-limit allows');
}

function budget(limit: number, place: { readonly file?: string }, allowance: string): KnownBudget {
  let taken = 0;
  const check = (wanted: number, what: string): void => {
    if (wanted <= limit) return;
    throw UserError.at(
      place,
      `${what}: ${inMegabytes(wanted)} of memory wanted, ${allowance} ${inMegabytes(limit)}; a larger --memory-limit raises that`,
      'MEMORY_BUDGET',
    );
  };
  return {
    take(bytes, what) {
      taken += bytes;
      check(taken, what);
    },
    expect: (bytes, what) => check(taken + bytes, what),
    has: (bytes) => taken + bytes <= limit,
  };
}

function inMegabytes(bytes: number): string {
  const megabytes = bytes / 1e6;
  return `${megabytes < 1 ? Number(megabytes.toPrecision(2)) : megabytes.toFixed(0)} MB`;
}
