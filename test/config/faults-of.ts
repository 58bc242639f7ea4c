import { formatFault, UserError } from '../../src/base/user-error.ts';

/** The faults that a load throws, as printed; an empty list when it throws none. Anything but a UserError is thrown on. */
export async function faultsOf(load: () => unknown): Promise<string[]> {
  try {
    await load();
    return [];
  } catch (error) {
    if (error instanceof UserError) return error.faults.map(formatFault);
    throw error;
  }
}
