import { mountMachine } from './machine/mount-machine.ts';
import { mountSteps } from './steps/mount-steps.ts';
import type { View } from './view.ts';

/** Every view, in the order of the tabs: a new one is its module and its line here. */
export const VIEWS: readonly View[] = [
  { id: 'explore', title: 'Explore', mount: mountMachine },
  { id: 'steps', title: 'Step by step', mount: mountSteps },
];
