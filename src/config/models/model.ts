/** Sizes of a language model, under one name each whatever file tells them (config.json, a GGUF file's keys, a network YAML). */
export interface ModelSizes {
  readonly blocks: number;
  readonly hidden: number;
  /** Width of the feed-forward part, of one expert where there are experts. */
  readonly feedForward: number;
  readonly heads: number;
  readonly keyValueHeads: number;
  readonly headSize: number;
  readonly vocabulary: number;
  /** Width of a token's embedding where it is not the hidden size (OPT-350M). */
  readonly embedding: number;
  /** Experts of a mixture in each block, and how many of them a token uses; 0 where there are none. */
  readonly experts: number;
  readonly expertsPerToken: number;
  /** Multi-head latent attention (DeepSeek-V2), where the model has it: what is cached of a token is one vector for all heads. */
  readonly latent?: LatentSizes;
  /** The first blocks, where they have no experts although the others have. */
  readonly leading?: { readonly blocks: number; readonly feedForward: number };
  /** Width of the part of the experts that every token uses, where there is one. */
  readonly sharedFeedForward?: number;
  /** The output head shares the table of the embedding. */
  readonly tiedHead: boolean;
  /** Tokens that the attention of each block sees, the token itself included, null: all; absent where all blocks see all. */
  readonly windows?: readonly (number | null)[];
}

/** Widths of multi-head latent attention; a head's query has `headSize` elements, those that are turned among them. */
export interface LatentSizes {
  /** Of the vector of which keys and values are made. */
  readonly rank: number;
  /** Elements of a key that are turned, the same for all heads. */
  readonly turned: number;
  /** Of a head's values. */
  readonly value: number;
  /** Of the vector of which queries are made, where they are not made of the token itself. */
  readonly query?: number;
}

/** Vectors that attention keeps of a token in a block, and their width. */
export function cachedVectors({ keyValueHeads, headSize, latent }: ModelSizes): {
  readonly vectors: number;
  readonly width: number;
} {
  if (latent !== undefined) return { vectors: 1, width: latent.rank + latent.turned };
  return { vectors: 2 * keyValueHeads, width: headSize };
}

/** The windows of so many blocks as sizes have them: none where no block has one. */
export function windowsOf(
  blocks: number,
  windowOf: (block: number) => number | undefined,
): Pick<ModelSizes, 'windows'> {
  const windows = Array.from({ length: blocks }, (_, block) => windowOf(block) ?? null);
  return windows.some((window) => window !== null) ? { windows } : {};
}

/** What a linear layer does, in a block or behind all of them. */
export type LinearRole =
  | 'projectIn'
  | 'query'
  | 'key'
  | 'value'
  | 'queryKeyValue'
  | 'queryDown'
  | 'queryUp'
  | 'latent'
  | 'latentKeys'
  | 'latentValues'
  | 'latentKeysValues'
  | 'attentionOutput'
  | 'router'
  | 'gate'
  | 'up'
  | 'gateUp'
  | 'down'
  | 'sharedOpening'
  | 'sharedGate'
  | 'sharedUp'
  | 'sharedGateUp'
  | 'sharedDown'
  | 'projectOut'
  | 'head';

/** A linear layer of a family's block: where a checkpoint of Hugging Face keeps it, and its shape. */
export interface BlockLinear {
  readonly role: LinearRole;
  /** Inside the block: `self_attn.q_proj`. Of an expert with `{expert}` in it, of an attention head with `{head}`. */
  readonly module: string;
  readonly rows: (sizes: ModelSizes) => number;
  readonly columns: (sizes: ModelSizes) => number;
  /** Whether a block has it; each has where this is absent. */
  readonly isIn?: (sizes: ModelSizes, block: number) => boolean;
}

/** An architecture: its linear layers in the order in which a token meets them. */
export interface Family {
  /** As messages name it. */
  readonly name: string;
  /** `model_type` of config.json, `general.architecture` of a GGUF file. */
  readonly modelTypes: readonly string[];
  /** Module of a block, behind whatever prefix the checkpoint has: `layers` for layers.0, layers.1, ... */
  readonly blocks: string;
  readonly linears: readonly BlockLinear[];
  /** Modules outside of the blocks, behind whatever prefix: the token table (what a tied head shares), other tables that are looked up, the head. */
  readonly embedding: string;
  readonly positions?: string;
  readonly head: string;
  /** Whether the head shares the table where the config does not say. */
  readonly tiesByDefault: boolean;
  /** Stored input x output (GPT-2's Conv1D), the head excepted. */
  readonly isTurned?: true;
  /** Experts lie in one tensor of all instead of one by one: input x output, unless they are packed, under the name of the module, or output x input under its weight. */
  readonly fusedExperts?: 'turned' | 'straight';
}

/** Whether the first blocks of a family's mixtures may have no experts. */
export function hasLeading({ linears }: Family): boolean {
  return linears.filter(({ role }) => role === 'gate').length > 1;
}

/** One linear layer of a model. */
export interface ModelLinear {
  readonly role: LinearRole;
  /** undefined outside of the blocks. */
  readonly block?: number;
  readonly expert?: number;
  readonly head?: number;
  /** As a checkpoint of Hugging Face names its module, without a prefix: `layers.0.self_attn.q_proj`. */
  readonly module: string;
  readonly rows: number;
  readonly columns: number;
}

/** A language model: its architecture and its sizes. */
export interface LanguageModel {
  readonly family: Family;
  readonly sizes: ModelSizes;
}

/**
 * Every linear layer of a language model in the order in which a token meets them, the experts of a block one behind the other, the head last.
 * Shapes are outputs x inputs.
 */
export function linearsOf({ family, sizes }: LanguageModel): ModelLinear[] {
  const { hidden, embedding, vocabulary } = sizes;
  const isProjected = embedding !== hidden;
  const outside = (role: LinearRole, module: string, rows: number, columns: number): ModelLinear => ({
    role,
    module,
    rows,
    columns,
  });
  return [
    ...(isProjected ? [outside('projectIn', 'project_in', hidden, embedding)] : []),
    ...Array.from({ length: sizes.blocks }, (_, block) => blockLinears(family, sizes, block)).flat(),
    ...(isProjected ? [outside('projectOut', 'project_out', embedding, hidden)] : []),
    outside('head', family.head, vocabulary, embedding),
  ];
}

/** Of an expert: its gate, up and down follow one another before those of the next expert. */
function blockLinears({ blocks, linears }: Family, sizes: ModelSizes, block: number): ModelLinear[] {
  const made = (linear: BlockLinear, expert?: number, head?: number): ModelLinear => ({
    role: linear.role,
    block,
    ...(expert === undefined ? {} : { expert }),
    ...(head === undefined ? {} : { head }),
    module: `${blocks}.${block}.${linear.module.replace('{expert}', String(expert)).replace('{head}', String(head))}`,
    rows: linear.rows(sizes),
    columns: linear.columns(sizes),
  });
  const present = linears.filter(({ isIn }) => isIn?.(sizes, block) ?? true);
  const ofExperts = present.filter(({ module }) => module.includes('{expert}'));
  const common = present.filter((linear) => !ofExperts.includes(linear));
  const heads = Array.from({ length: sizes.heads }, (_, head) => head);
  const experts = Array.from({ length: ofExperts.length === 0 ? 0 : sizes.experts }, (_, expert) => expert);
  return [
    ...common.flatMap((linear) =>
      linear.module.includes('{head}') ? heads.map((head) => made(linear, undefined, head)) : made(linear),
    ),
    ...experts.flatMap((expert) => ofExperts.map((linear) => made(linear, expert))),
  ];
}
