import { counted } from '../base/counted.ts';
import { UserError } from '../base/user-error.ts';
import type { SkipKind, Skipped } from './imported-weights.ts';

const KINDS: readonly SkipKind[] = ['embedding', 'position table', 'mask', 'integer buffer', 'table', 'other part'];

/** What a run says of tensors that are no layers: once for each kind. */
export function skippedNotes(skipped: readonly Skipped[]): string[] {
  return KINDS.flatMap((kind) => {
    const members = skipped.filter((one) => one.kind === kind);
    if (members.length === 0) return [];
    const names = members.map(({ name }) => name);
    const shown = names.length > 4 ? `${names.slice(0, 3).join(', ')} and ${names.length - 3} more` : names.join(', ');
    const why = members[0].reason.split(', shape ')[0];
    return [`${counted(names.length, kind)} not run (${shown}): ${why}`];
  });
}

/**
 * Refuses to go on where weights are stored in a form that is not read: what runs without them is not the network.
 * @throws UserError that names each, with its form
 */
export function refuseUnread(file: string, skipped: readonly Skipped[]): void {
  const unread = skipped.filter(({ kind }) => kind === 'unread');
  if (unread.length === 0) return;
  const shown = unread.slice(0, 8).map(({ name, reason }) => `\n  ${name}: ${reason}`);
  const more = unread.length > 8 ? `\n  and ${unread.length - 8} more` : '';
  throw UserError.at(
    { file },
    `weights of ${unread.length} layer${unread.length === 1 ? ' are' : 's are'} stored in a form that is not read, and without them this is not the network (--layer NAME runs one of the others):${shown.join('')}${more}`,
    'WEIGHTS_UNREAD',
  );
}
