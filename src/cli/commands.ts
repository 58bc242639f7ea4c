import { check } from './check.ts';
import type { Command } from './command.ts';
import { compare } from './compare.ts';
import { compress } from './compress.ts';
import { cost } from './cost.ts';
import { explain } from './explain.ts';
import { explore } from './explore.ts';
import { init } from './init.ts';
import { inspect } from './inspect.ts';
import { ladder } from './ladder.ts';
import { list } from './list.ts';
import { machines } from './machines.ts';
import { plot } from './plot.ts';
import { reproduce } from './reproduce.ts';
import { run } from './run.ts';
import { schema } from './schema.ts';
import { sweep } from './sweep/sweep.ts';
import { trace } from './trace.ts';
import { train } from './train.ts';

/** Every command of the program, in the order of the help text. */
export const commands: readonly Command[] = [
  run,
  ladder,
  machines,
  sweep,
  train,
  reproduce,
  compare,
  plot,
  trace,
  explain,
  explore,
  cost,
  compress,
  inspect,
  check,
  init,
  schema,
  list,
];
