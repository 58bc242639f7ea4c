import { UserError } from '../../base/user-error.ts';

/** @throws UserError TIMELINE_SIZE where a file would hold more than its viewers bear */
export function refuseMore(format: string, count: number, what: string, most: number): void {
  if (count <= most) return;
  throw UserError.at(
    { path: '--format' },
    `${format}: ${count} ${what}, at most ${most} are written; take fewer with --cycles or --processing-elements`,
    'TIMELINE_SIZE',
  );
}
