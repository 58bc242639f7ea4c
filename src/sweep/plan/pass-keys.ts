import { valueAt } from '../../base/field-path.ts';
import type { Chip } from '../../config/chip.ts';
import { hasSameParts } from '../../config/same-parts.ts';
import { machineOf } from '../../machines/index.ts';
import { needsOf, seenBy } from '../../machines/pass.ts';
import { choosesFormats } from '../../run/formats/chooses-formats.ts';
import { readByCache } from '../../run/language/key-value-cache.ts';
import type { Execution } from '../../run/load/load-network.ts';

/** What each pass of a point depends on: equal keys mean equal inputs, so that the pass runs once. By the name of the pass. */
export type PassKeys = Readonly<Record<string, string>>;

/** What a whole point depends on, clock and prices apart. */
export const WHOLE = 'whole';

/**
 * Gives the keys of machines on variants of the network. One with a graph is executed whole, so that all its passes depend on all that is counted; where it may keep keys and values, on what
 * decides where these lie and how they are moved too.
 */
export type KeyMaker = (network: string, execution: Execution, hardware: Chip) => PassKeys;

/**
 * A maker of keys: those of a pass are the network, the keys of the passes that it needs and what it reads of the machine. Contents are compared as JSON,
 * once: the key itself is their number, for it is looked up thousands of times.
 */
export function keyMaker(): KeyMaker {
  const numbers = new Map<string, string>();
  const key = (...parts: readonly unknown[]): string => {
    const content = JSON.stringify(parts);
    if (!numbers.has(content)) numbers.set(content, String(numbers.size));
    return numbers.get(content)!;
  };
  const known = new Map<string, PassKeys>();
  let last:
    | { readonly network: string; readonly execution: Execution; readonly hardware: Chip; readonly keys: PassKeys }
    | undefined;
  return (network, execution, hardware) => {
    if (last?.network === network && last.execution === execution && isSame(last.hardware, hardware)) return last.keys;
    // what is the same for many points in a row is told apart as a whole before each pass is
    const read = [allThatIsRead(hardware), cacheReads(execution, hardware)];
    const content = JSON.stringify([network, execution, read]);
    let keys = known.get(content);
    if (keys === undefined) known.set(content, (keys = keysOf(network, execution, hardware)));
    last = { network, execution, hardware, keys };
    return keys;
  };

  function keysOf(network: string, execution: Execution, hardware: Chip): PassKeys {
    const { name, passes } = machineOf(hardware);
    // formats that each layer chooses for itself are chosen when its weights are fitted, and every pass sees them
    const chosen = choosesFormats(hardware) ? hardware.arithmetic : null;
    const keys: Record<string, string> = {};
    for (const pass of passes) {
      const needs = needsOf(pass, hardware).map((need) => keys[need]);
      keys[pass.name] = key(name, pass.name, network, chosen, needs, seenBy(pass, hardware));
    }
    const whole = key(WHOLE, keys, cacheReads(execution, hardware));
    const executed = Object.keys(keys).map((pass) => [pass, whole]);
    return { ...(execution !== 'alone' ? Object.fromEntries(executed) : keys), [WHOLE]: whole };
  }
}

function cacheReads(execution: Execution, hardware: Chip): unknown {
  return execution === 'attending' ? readByCache(hardware) : null;
}

/** Whether two machines differ at most in their names and in what energy costs, which no pass of theirs reads. */
function isSame(a: Chip, b: Chip): boolean {
  return (
    hasSameParts(a, b) &&
    !machineOf(b).passes.some(
      (pass) => readsEnergy(pass.reads) || (pass.readsAlso !== undefined && readsEnergy(pass.readsAlso(b))),
    )
  );
}

function readsEnergy(paths: readonly string[]): boolean {
  return paths.some((path) => path.startsWith('energy'));
}

/** All that the keys of a machine are made of. */
function allThatIsRead(hardware: Chip): readonly unknown[] {
  const { name, passes } = machineOf(hardware);
  const also = passes.map((pass) => pass.readsAlso?.(hardware) ?? []);
  const needs = passes.map((pass) => pass.needsAlso?.(hardware) ?? []);
  const paths = [...alwaysRead(passes), ...also.flat().map((path) => path.split('.'))];
  const values = paths.map((path) => valueAt(hardware, path));
  return [name, choosesFormats(hardware) ? hardware.arithmetic : null, also, needs, values];
}

type Passes = ReturnType<typeof machineOf>['passes'];

const always = new WeakMap<Passes, readonly (readonly string[])[]>();

/** Paths that the passes of a machine read, each once, whatever else it has; found once for thousands of its variants. */
function alwaysRead(passes: Passes): readonly (readonly string[])[] {
  let found = always.get(passes);
  if (found === undefined) {
    found = [...new Set(passes.flatMap(({ reads }) => reads))].map((path) => path.split('.'));
    always.set(passes, found);
  }
  return found;
}
