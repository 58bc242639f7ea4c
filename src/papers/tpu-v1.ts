/** Jouppi et al., "In-Datacenter Performance Analysis of a Tensor Processing Unit", ISCA 2017. */
export const PAPER = 'Jouppi et al., In-Datacenter Performance Analysis of a Tensor Processing Unit, ISCA 2017';

/** Table 1 (batch, weights) and Table 3 (shares of all cycles, by hardware counters, in per cent, and TOPS). */
export const PROGRAMS = {
  mlp0: {
    title: 'MLP0',
    batch: 200,
    weights: 20e6,
    active: 12.7,
    weightStall: 53.9,
    weightShift: 15.9,
    nonMatrix: 17.5,
    tops: 12.3,
  },
  mlp1: {
    title: 'MLP1',
    batch: 168,
    weights: 5e6,
    active: 10.6,
    weightStall: 44.2,
    weightShift: 13.4,
    nonMatrix: 31.9,
    tops: 9.7,
  },
  lstm0: {
    title: 'LSTM0',
    batch: 64,
    weights: 52e6,
    active: 8.2,
    weightStall: 58.1,
    weightShift: 15.8,
    nonMatrix: 17.9,
    tops: 3.7,
  },
  lstm1: {
    title: 'LSTM1',
    batch: 96,
    weights: 34e6,
    active: 10.5,
    weightStall: 62.1,
    weightShift: 17.1,
    nonMatrix: 10.3,
    tops: 2.8,
  },
} as const;

/** Section 2: multiplies and additions in a second, both counted. */
export const PEAK_TOPS = 92;
