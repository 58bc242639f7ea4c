import { type Fault, UserError } from '../../base/user-error.ts';
import type { DramTiming } from '../../config/dram-timing.ts';
import type { DramRequest } from './dram-requests.ts';

/** Least value of each parameter; all but tCK_ns are whole numbers. */
const LEAST: Readonly<Record<Exclude<keyof DramTiming, 'commandBuses'>, number>> = {
  tCK_ns: Number.MIN_VALUE,
  banks: 1,
  bankGroups: 1,
  linesPerRow: 1,
  burst: 1,
  CL: 0,
  CWL: 0,
  RCD: 0,
  RP: 0,
  RAS: 0,
  RTP: 0,
  WR: 0,
  CCD_S: 0,
  CCD_L: 0,
  RRD_S: 0,
  RRD_L: 0,
  FAW: 0,
  AW32: 0,
  WTR_S: 0,
  WTR_L: 0,
  RTRS: 0,
  REFI: 1,
  RFC: 0,
};

/** Later arrivals would be years of simulated time, one refresh at a time. */
const ARRIVAL_LIMIT = 2 ** 36;

/** Faults shown at once of a list of requests; the rest is most likely the same. */
const FAULTS_SHOWN = 5;

/** @throws UserError DRAM_PARAMETERS with every parameter that is missing or has no meaning. */
export function checkDramTiming(p: DramTiming): void {
  const faults = (Object.keys(LEAST) as (keyof typeof LEAST)[]).flatMap((key): Fault[] => {
    const kind = key === 'tCK_ns' ? 'a number above 0' : `a whole number of ${LEAST[key]} or more`;
    const value: unknown = p?.[key];
    const fits = typeof value === 'number' && value >= LEAST[key] && value < Infinity;
    return fits && (key === 'tCK_ns' || Number.isInteger(value)) ? [] : [parameterFault(key, kind, value)];
  });
  if (faults.length === 0 && p.banks % p.bankGroups !== 0)
    faults.push(parameterFault('banks', `a multiple of the ${p.bankGroups} bank groups`, p.banks));
  if (faults.length === 0 && p.RP + p.RFC >= p.REFI)
    faults.push(parameterFault('REFI', `more than RP + RFC = ${p.RP + p.RFC}`, p.REFI));
  if (p?.commandBuses !== undefined && p.commandBuses !== 1 && p.commandBuses !== 2)
    faults.push(parameterFault('commandBuses', '1 or 2', p.commandBuses));
  if (faults.length > 0) throw new UserError(faults);
}

/** A fault of one parameter of a DRAM channel. */
export function parameterFault(key: string, expected: string, found: unknown): Fault {
  const shown = found === undefined ? 'nothing' : JSON.stringify(found);
  return { place: { path: `dram.${key}` }, message: `expected ${expected}, found ${shown}`, code: 'DRAM_PARAMETERS' };
}

/** @throws UserError DRAM_REQUEST with the first requests that lie outside the channel or are not in the order of arrival. */
export function checkDramRequests(p: DramTiming, requests: readonly DramRequest[]): void {
  if (!Array.isArray(requests))
    throw UserError.at({ path: 'requests' }, 'expected an array of requests', 'DRAM_REQUEST');
  const ranges = rangesOf(p);
  const faults: Fault[] = [];
  for (let k = 0; k < requests.length && faults.length < FAULTS_SHOWN; k++)
    faults.push(...requestFaults(requests[k], `requests[${k}]`, k === 0 ? 0 : requests[k - 1].arrivalCycle, ranges));
  if (faults.length > 0) throw new UserError(faults);
}

type Ranges = readonly (readonly [key: keyof DramRequest, below: number])[];

function rangesOf(p: DramTiming): Ranges {
  return [
    ['arrivalCycle', ARRIVAL_LIMIT],
    ['bankGroup', p.bankGroups],
    ['bank', p.banks / p.bankGroups],
    ['row', Number.MAX_SAFE_INTEGER],
    ['column', p.linesPerRow],
  ];
}

function requestFaults(request: DramRequest, path: string, arrivedBefore: number, ranges: Ranges): Fault[] {
  const faults: Fault[] = [];
  const fault = (key: string, expected: string, found: unknown): void => {
    const shown = found === undefined ? 'nothing' : String(found);
    faults.push({
      place: { path: `${path}.${key}` },
      message: `expected ${expected}, found ${shown}`,
      code: 'DRAM_REQUEST',
    });
  };
  for (const [key, below] of ranges) {
    const value = request?.[key];
    if (!(Number.isInteger(value) && Number(value) >= 0 && Number(value) < below))
      fault(key, `a whole number from 0 to ${below - 1}`, value);
  }
  const isWrite = request?.isWrite;
  if (![true, false, 0, 1].includes(isWrite)) fault('isWrite', 'true or false (or 1 or 0)', isWrite);
  if (request?.arrivalCycle < arrivedBefore)
    fault('arrivalCycle', `requests in the order of arrival, none before cycle ${arrivedBefore}`, request.arrivalCycle);
  return faults;
}
