import type { Argv } from 'yargs';
import { type Place, UserError } from '../base/user-error.ts';
import { shared } from './arguments/options.ts';
import { type Arguments, type Command, type Io, text } from './command.ts';

/** Every attribute of any component; which of them a component has is told by the component. */
const ATTRIBUTES = {
  capacity: 'sram: total over the banks, "128 KiB"',
  width: 'sram, register, wire: bits of one access, "64 bit"',
  banks: 'sram: equal banks; the way to a bank is charged',
  ports: 'sram: 1rw (default), 2rw, 1rw1r or 1r1w',
  clock: 'sram: the cheapest array whose cycle time fits, "800 MHz"',
  objective: 'sram: clock, ed2 (without a clock), energy or area',
  rule: "sram below 45 nm: silicon (default, as a run) or roadmap (CACTI's own, to 22 nm)",
  entries: 'register: words',
  format: 'arithmetic: number format, int16, q7.8, fp32',
  length: 'wire: "2.5 mm"',
  technology: 'all but dram: "45 nm"',
  device: 'sram, wire: hp, lstp or lop',
  temperature: 'sram: for the leakage, "330 K"',
  wire: 'wire: global or semiGlobal',
  'delay-penalty': 'wire: how much slower than delay-optimal, "30 %"',
  part: 'dram: lpddr3-1600, ddr4-2400, hbm2, table-640pj, ...',
} as const;

/** `picojoule cost`: what one action of a component costs, and where the figure comes from. */
export const cost: Command = {
  usage: 'cost <component>',
  summary: 'what one action costs (sram, dram, arithmetic, register, wire), and the source',
  options: (yargs) => {
    const withComponent = yargs.positional('component', {
      choices: ['sram', 'dram', 'arithmetic', 'register', 'wire'] as const,
      demandOption: true,
      describe: 'the component',
    });
    const withAttributes = Object.entries(ATTRIBUTES).reduce<Argv>(
      (options, [name, describe]) => options.option(name, { type: 'string', requiresArg: true, describe }),
      withComponent,
    );
    return withAttributes.option('json', shared.json);
  },
  handle,
};

async function handle(args: Arguments, io: Io): Promise<number> {
  const { costOf, jsonText, renderCost } = await import('../index.ts');
  const given = Object.keys(ATTRIBUTES).flatMap((name) => {
    const value = text(args, name);
    return value === undefined ? [] : [[name, value] as const];
  });
  const report = costOrFaults(() => costOf(String(args.component), Object.fromEntries(given)));
  for (const warning of report.warnings) io.err(`warning: ${warning}\n`);
  io.out(args.json === true ? jsonText(report) : renderCost(report));
  return 0;
}

/** What a model calls an attribute is an option here. */
function costOrFaults<T>(cost: () => T): T {
  try {
    return cost();
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const named = ({ path, ...place }: Place): Place => ({
      ...place,
      ...(path !== undefined && { path: `--${path}` }),
    });
    throw new UserError(error.faults.map((fault) => ({ ...fault, place: named(fault.place) })));
  }
}
