import { UserError } from '../base/user-error.ts';
import type { SkipKind, Skipped } from './imported-weights.ts';

const TEXTS: Readonly<Record<Exclude<SkipKind, 'unread'>, readonly [one: string, more: string]>> = {
  embedding: ['embedding is looked up', 'embeddings are looked up'],
  'position table': ['table of positions is looked up', 'tables of positions are looked up'],
  mask: ['mask or constant buffer is', 'masks or constant buffers are'],
  'integer buffer': ['buffer of whole numbers is', 'buffers of whole numbers are'],
  table: ['table or token is added', 'tables or tokens are added'],
};

/** What a run says of tensors that are no layers: once for each kind. */
export function skippedNotes(skipped: readonly Skipped[]): string[] {
  return (Object.keys(TEXTS) as (keyof typeof TEXTS)[]).flatMap((kind) => {
    const names = skipped.filter((one) => one.kind === kind).map(({ name }) => name);
    if (names.length === 0) return [];
    const [one, more] = TEXTS[kind];
    const shown = names.length > 4 ? `${names.slice(0, 3).join(', ')} and ${names.length - 3} more` : names.join(', ');
    return [`${names.length} ${names.length === 1 ? one : more} and not run: ${shown}`];
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
