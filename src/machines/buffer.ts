import type { Chip } from '../config/chip.ts';
import type { SramMemory } from '../config/memories.ts';
import type { PlacedLayer } from '../simulate/layer-counts.ts';
import { type Component, LEAKAGE } from './component.ts';
import type { Machine, MachineConfig } from './machine.ts';
import { modelRows } from './model-rows.ts';
import type { Pass } from './pass.ts';

/** What every machine may have between its DRAM and its processing elements: one SRAM for all of them. */
export const BUFFER: Component<Chip> = {
  name: 'buffer',
  title: 'shared buffer SRAM',
  category: 'sram',
  place: 'chip',
  actions: ['read', 'write'],
  leaks: true,
  // only asked where there is one
  madeOf: { kind: 'sram', key: 'buffer', memory: ({ buffer }): SramMemory => buffer! },
  exists: ({ buffer }) => buffer !== undefined,
  colour: '#2f86c4',
};

/** Paths of the hardware record that decide what it holds and how fast it is. */
const READS = ['buffer.capacityBytes', 'buffer.widthBits', 'buffer.banks'] as const;

/** A machine that may have a buffer: its key in the config, its component and price, and what the pass that places a layer sees of it (weightStream uses it). */
export function withBuffer(machine: Machine<Chip>): Machine<Chip> {
  return {
    ...machine,
    config: async () => bufferedConfig(await machine.config()),
    components: [...machine.components, BUFFER],
    prices: [...(machine.prices ?? []), ...modelRows([BUFFER])],
    passes: machine.passes.map((pass) => (pass.of === 'layer' ? placingPass(pass) : pass)),
  };
}

const extended = new WeakMap<object, MachineConfig<Chip>>();

/** Loaded with the schema that it extends, for who has the record needs none. */
async function bufferedConfig(config: MachineConfig<Chip>): Promise<MachineConfig<Chip>> {
  const { chip } = await import('../config/chip.ts');
  const found = extended.get(config) ?? {
    ...config,
    schema: config.schema.extend({ buffer: chip.buffer }).meta(config.schema.meta() ?? {}),
  };
  extended.set(config, found);
  return found;
}

function placingPass(pass: Pass<Chip>): Pass<Chip> {
  const run = pass.run as (given: { readonly layer: { readonly name: string } }, seen: Chip) => PlacedLayer;
  return {
    ...pass,
    reads: [...pass.reads, ...READS],
    run: (given: Parameters<typeof run>[0], seen: Chip): PlacedLayer => {
      const placed = run(given, seen);
      return seen.buffer === undefined ? placed : leaking(placed, given.layer.name);
    },
  };
}

/** The buffer leaks in every cycle, also where nothing goes through it. */
function leaking({ counts, warnings }: PlacedLayer, name: string): PlacedLayer {
  const actionCounts = { ...counts.actionCounts, [`${BUFFER.name}.${LEAKAGE}`]: counts.cycles };
  const unused = `${name}: nothing comes from DRAM, so that the buffer is not used`;
  return {
    counts: { ...counts, actionCounts },
    warnings: counts.dram === undefined ? [...warnings, unused] : warnings,
  };
}
