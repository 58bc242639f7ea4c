import type { Chip } from '../../config/chip.ts';
import { type Component, has, instances, LEAKAGE } from '../component.ts';
import { flipFlops } from './components.ts';

/** What goes on in every cycle whatever is computed: leakage of each part that leaks, and the clock of every flip-flop. */
export function idleCounts<Hardware extends Chip>(
  components: readonly Component<Hardware>[],
  hardware: Hardware,
  cycles: number,
): Record<string, number> {
  const counts: Record<string, number> = { 'clockTree.tick': cycles * flipFlops(components, hardware) };
  for (const component of components)
    if (component.leaks && has(component, hardware))
      counts[`${component.name}.${LEAKAGE}`] = cycles * instances(component, hardware);
  return counts;
}

/** Whether an action goes on in every cycle. */
export function isIdle(action: string): boolean {
  return action === 'clockTree.tick' || action.endsWith(`.${LEAKAGE}`);
}
