import type { DramTiming } from '../../../src/config/dram-timing.ts';
import type { DramCommand } from '../../../src/simulate/dram/dram-requests.ts';

type Kind = DramCommand['command'];

/** Clocks that lie at least between two commands of the same bank, of the same bank group, or of the channel. */
interface Rule {
  readonly name: string;
  readonly from: Kind;
  readonly to: Kind;
  readonly scope: 'bank' | 'group' | 'channel';
  readonly clocks: number;
}

/** The timing rules of a DRAM channel as its standard states them, command against command. */
function rulesOf(p: DramTiming): Rule[] {
  const writeRecovery = p.CWL + p.burst + p.WR;
  const writeToRead = p.CWL + p.burst;
  const readToWrite = p.CL + p.burst + p.RTRS - p.CWL;
  const short = Math.max(p.burst, p.CCD_S);
  const channel: Rule[] = [
    { name: 'RRD_S', from: 'activate', to: 'activate', scope: 'channel', clocks: p.RRD_S },
    { name: 'CCD_S', from: 'read', to: 'read', scope: 'channel', clocks: short },
    { name: 'CCD_S', from: 'write', to: 'write', scope: 'channel', clocks: short },
    { name: 'RTW', from: 'read', to: 'write', scope: 'channel', clocks: Math.max(short, readToWrite) },
    { name: 'WTR_S', from: 'write', to: 'read', scope: 'channel', clocks: writeToRead + p.WTR_S },
    { name: 'RP', from: 'precharge', to: 'refresh', scope: 'channel', clocks: p.RP },
    { name: 'RFC', from: 'refresh', to: 'activate', scope: 'channel', clocks: p.RFC },
    { name: 'RFC', from: 'refresh', to: 'refresh', scope: 'channel', clocks: p.RFC },
  ];
  const group: Rule[] = [
    { name: 'RRD_L', from: 'activate', to: 'activate', scope: 'group', clocks: p.RRD_L },
    { name: 'CCD_L', from: 'read', to: 'read', scope: 'group', clocks: p.CCD_L },
    { name: 'CCD_L', from: 'write', to: 'write', scope: 'group', clocks: p.CCD_L },
    { name: 'WTR_L', from: 'write', to: 'read', scope: 'group', clocks: writeToRead + p.WTR_L },
  ];
  const bank: Rule[] = [
    { name: 'RC', from: 'activate', to: 'activate', scope: 'bank', clocks: p.RAS + p.RP },
    { name: 'RCD', from: 'activate', to: 'read', scope: 'bank', clocks: p.RCD },
    { name: 'RCD', from: 'activate', to: 'write', scope: 'bank', clocks: p.RCD },
    { name: 'RAS', from: 'activate', to: 'precharge', scope: 'bank', clocks: p.RAS },
    { name: 'RP', from: 'precharge', to: 'activate', scope: 'bank', clocks: p.RP },
    { name: 'RTP', from: 'read', to: 'precharge', scope: 'bank', clocks: p.RTP },
    { name: 'WR', from: 'write', to: 'precharge', scope: 'bank', clocks: writeRecovery },
  ];
  // with one bank group the part works with groups disabled, and only the short times hold
  return [...channel, ...(p.bankGroups > 1 ? group : []), ...bank];
}

/** Name of the place that a command concerns in a scope. */
function placeOf({ bankGroup, bank }: DramCommand, scope: Rule['scope']): string {
  return { channel: '', group: `group ${bankGroup}`, bank: `bank ${bankGroup}.${bank}` }[scope];
}

/**
 * What of a command stream breaks the rules of the channel: commands too close to an earlier one, more than 4 (32) activations in FAW (AW32),
 * commands to a bank in the wrong state. Written from the standard's rules, apart from the model.
 */
export function brokenRules(p: DramTiming, commands: readonly DramCommand[]): string[] {
  const broken: string[] = [];
  const rules = rulesOf(p);
  const last = new Map<string, number>();
  const activations: number[] = [];
  const openRows = new Map<string, number>();
  for (const command of commands.toSorted((a, b) => a.cycle - b.cycle)) {
    const { cycle, command: kind } = command;
    const told = (rule: string): void => {
      broken.push(`${rule}: ${kind} of ${placeOf(command, 'bank')} in cycle ${cycle}`);
    };
    for (const { name, from, to, scope, clocks } of rules) {
      const before = last.get(`${from} ${placeOf(command, scope)}`);
      if (to === kind && before !== undefined && cycle < before + clocks) told(name);
    }
    for (const scope of ['bank', 'group', 'channel'] as const) last.set(`${kind} ${placeOf(command, scope)}`, cycle);
    if (kind === 'activate') {
      if (cycle < (activations.at(-4) ?? -Infinity) + p.FAW) told('FAW');
      if (p.AW32 > 0 && cycle < (activations.at(-32) ?? -Infinity) + p.AW32) told('AW32');
      activations.push(cycle);
    }
    if (!stateAllows(openRows, command)) told('state');
  }
  return broken;
}

/** Follows which row is open where; false for a command that the bank cannot take. */
function stateAllows(openRows: Map<string, number>, command: DramCommand): boolean {
  const place = placeOf(command, 'bank');
  const open = openRows.get(place);
  if (command.command === 'refresh') return openRows.size === 0;
  if (command.command === 'activate') {
    openRows.set(place, command.row);
    return open === undefined;
  }
  if (command.command === 'precharge') return openRows.delete(place);
  return open === command.row;
}
