import type { Files } from '../../base/files/files.ts';
import { basename } from '../../base/files/path.ts';
import { freeze } from '../../base/freeze.ts';
import type { Fault } from '../../base/user-error.ts';
import { type ConfigTree, placeOf } from '../yaml/config-tree.ts';
import { findConfig } from '../yaml/find-config.ts';
import { readConfig } from '../yaml/read-config.ts';
import { readLayers } from '../yaml/read-layers.ts';
import type { Platform } from './platform.ts';
import { type PlatformData, platformSchema } from './platform-schema.ts';

/** Reads a measured platform: a path, or the name of a built-in one (`h100`). Throws a UserError with all faults of the file. */
export async function loadPlatform(files: Files, file: string): Promise<Platform> {
  const config = findConfig(files, file, 'platforms');
  const data = await readConfig(platformSchema, readLayers(files, config, 'platforms'), checkEnergies);
  return freeze(toPlatform(data, basename(config.file)));
}

function toPlatform(data: PlatformData, file: string): Platform {
  const { name, device, software, measured, method, uncertainty, idlePower } = data;
  return {
    name,
    file,
    provenance: 'measured',
    device,
    software,
    measured,
    method: { ...method, left: method.left ?? null, secondSession: method.secondSession ?? null },
    uncertainty,
    idlePowerW: idlePower,
    operations: data.operations.map(({ gross, net, ...rest }) => ({ ...rest, grossPj: gross, netPj: net })),
    memories: data.memories.map(({ gross, net, rate, ...rest }) => ({
      ...rest,
      bytesPerSecond: rate,
      grossPjPerByte: gross,
      netPjPerByte: net,
    })),
    tokens: data.tokens.map(({ gross, net, ...rest }) => ({ ...rest, grossJ: gross, netJ: net })),
    attention: data.attention.map(({ gross, net, ...rest }) => ({ ...rest, grossJ: gross, netJ: net })),
    layers: data.measuredLayers.map(({ outputs, inputs, time, gross, net, ...rest }) => ({
      ...rest,
      rows: outputs,
      columns: inputs,
      timeUs: time,
      grossUj: gross ?? null,
      netUj: net ?? null,
    })),
  };
}

/** Net is part of gross, and of a layer both are known or neither. */
function checkEnergies(data: PlatformData, tree: ConfigTree): Fault[] {
  return (['operations', 'memories', 'tokens', 'attention', 'measuredLayers'] as const).flatMap((list) =>
    data[list].flatMap(({ gross, net }, index): Fault[] => {
      const place = placeOf(tree, [list, index]);
      const fault = (message: string) => [{ place, message, code: 'CONFIG_CONTRADICTION' }];
      if ((gross === undefined) !== (net === undefined)) return fault('expected gross and net, or neither');
      return gross !== undefined && net! > gross ? fault(`net (${net}) is more than gross (${gross})`) : [];
    }),
  );
}
