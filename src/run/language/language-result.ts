import type { EnergyReport } from '../../energy/energy-report.ts';

/** Bytes moved for a token, by level of memory. */
export interface LevelBytes {
  readonly dram: number;
  readonly sram: number;
  readonly registers: number;
}

/** One of the two phases of writing: the prompt all at once, then token by token. */
export interface PhaseResult {
  /** Passes through the network. */
  readonly passes: number;
  /** Tokens of all sequences of the batch. */
  readonly tokens: number;
  readonly timeUs: number;
  readonly energyPj: EnergyReport;
  readonly tokensPerSecond: number;
  readonly timePerTokenUs: number;
  readonly energyPerTokenPj: number;
  /** Of each pass, over its tokens. */
  readonly energyPerTokenSpreadPj: { readonly minimum: number; readonly maximum: number };
  readonly bytesPerToken: LevelBytes;
  /** Multiply-accumulates of the layers for a token, zeros that are skipped left out. */
  readonly multiplyAccumulatesPerToken: number;
}

/** Where the keys and values of earlier tokens lie, and what was moved. */
export interface CacheResult {
  readonly place: 'activationMemory' | 'dram';
  /** Number format of its values. */
  readonly format: string;
  readonly bitsPerToken: number;
  /** At the end, all sequences of the batch together, and what the place has room for (null: DRAM). */
  readonly bytes: number;
  readonly roomBytes: number | null;
  readonly readBytes: number;
  readonly writtenBytes: number;
}

/** Perplexity of a text. */
export interface PerplexityResult {
  readonly file: string;
  /** Tokens that were asked for. */
  readonly tokens: number;
  /** Tokens that one sees at most. */
  readonly windowTokens: number;
  /** On the machine, in its number formats. */
  readonly machine: number;
  /** With the same weights in plain floating point, nothing set to 0. */
  readonly reference: number;
  /** On the machine with no activation set to 0, where a threshold was asked for. */
  readonly withoutThreshold?: number;
}

/** What a language model wrote, and what a token costs. */
export interface LanguageResult {
  readonly architecture: string;
  /** Weights that the layers hold; of a mixture all experts. */
  readonly parameters: number;
  /** Weights that a token meets: of a mixture the chosen experts only. */
  readonly parametersPerToken: number;
  readonly tokenizer: string | null;
  readonly batch: number;
  readonly prompt: { readonly text: string | null; readonly tokens: readonly number[] };
  /** Without the prompt. */
  readonly text: string | null;
  readonly tokens: readonly number[];
  readonly stoppedBy: 'length' | 'end';
  readonly prefill: PhaseResult;
  /** null where one pass gave all that was asked for. */
  readonly decode: PhaseResult | null;
  readonly keyValueCache: CacheResult;
  /** The same weights in plain floating point, nothing set to 0: what they write, and how many tokens are the same before the first other one. */
  readonly reference: { readonly text: string | null; readonly tokens: readonly number[]; readonly sameTokens: number };
  /** What the threshold buys: the same run without. */
  readonly activationThreshold?: {
    readonly share: number;
    readonly withoutThreshold: {
      readonly timePerTokenUs: number;
      readonly energyPerTokenPj: number;
      readonly text: string | null;
    };
  };
  readonly perplexity?: PerplexityResult;
}
