import { dramPart, dramPartNames } from '../../config/dram-parts.ts';
import { dramCost } from '../models/dram-cost.ts';
import type { CostModel } from './cost-report.ts';

/** One channel of a DRAM part; energies are of the whole rank, a read or write is one burst. */
export const dram: CostModel = {
  summary: 'DRAM: commands of one channel, the whole rank together',
  attributes: {
    part: {
      kind: 'word',
      recordName: 'part',
      words: null,
      fallback: 'lpddr3-1600',
      describe: dramPartNames()
        .join(', ')
        .replace(/, ([^,]*)$/, ' or $1'),
    },
  },
  cost: (attributes) => {
    const name = attributes.word('part');
    const part = dramPart(name, { path: 'part' });
    const { energies, source, provenance, warnings } = dramCost(name);
    const { timing } = part;
    return {
      actions: {
        read: { energyPj: energies.read },
        write: { energyPj: energies.write },
        activate: { energyPj: energies.activatePrecharge },
        refresh: { energyPj: energies.refresh },
        standby: { energyPj: energies.activeStandbyPerCycle },
        ...(energies.ioLine === undefined ? {} : { transfer: { energyPj: energies.ioLine } }),
      },
      leakageMw: energies.prechargeStandbyPerCycle / timing.tCK_ns,
      areaMm2: null,
      accessTimeNs: (timing.RCD + timing.CL + timing.burst) * timing.tCK_ns,
      source: `${source}; one burst is ${part.lineBytes} bytes, one standby cycle ${timing.tCK_ns} ns with a row open; leakage is standby with none`,
      provenance,
      warnings,
    };
  },
};
