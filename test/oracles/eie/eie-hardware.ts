import type { Eie } from '../../../src/machines/eie/hardware.ts';
import type { Hardware } from '../../../src/machines/index.ts';
import * as machines from '../../../src/machines/load-hardware.ts';
import * as configs from '../../../src/node/read-configs.ts';

/** Hardware of which a test knows that it is an EIE. */
export function asEie(hardware: Hardware): Eie {
  if (hardware.machine !== undefined) throw new Error(`expected an EIE, found ${hardware.machine}`);
  return hardware as Eie;
}

/** loadHardware, of an EIE. */
export async function loadEie(...given: Parameters<typeof configs.loadHardware>): Promise<Eie> {
  return asEie(await configs.loadHardware(...given));
}

/** loadHardwareText, of an EIE. */
export async function loadEieText(...given: Parameters<typeof configs.loadHardwareText>): Promise<Eie> {
  return asEie(await configs.loadHardwareText(...given));
}

/** hardwareOf a source, of an EIE. */
export async function eieOf(...given: Parameters<typeof machines.hardwareOf>): Promise<Eie> {
  return asEie(await machines.hardwareOf(...given));
}
