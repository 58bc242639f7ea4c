import type { LanguageModel, LinearRole, ModelSizes } from '../../../config/models/model.ts';
import type { Experts, FeedForward, LatentAttention, Norm, TransformerBlock } from '../../language/transformer.ts';
import type { ExecutedFamily } from './executed-families.ts';
import type { Json } from './json-object.ts';

/** The norm of a module of a block under a key; none where the family has no such module. */
export type NormUnder = <Key extends string>(module: string | undefined, key: Key) => Partial<Record<Key, Norm>>;

/** The name of the layer of a role in a block, of one of its experts or heads. */
export type Named = (role: LinearRole, expert?: number, head?: number) => string | undefined;

/** What makes queries, keys and values. */
export function queryKeyValueOf(
  named: Named,
  { heads, latent }: ModelSizes,
  norm: NormUnder,
): TransformerBlock['queryKeyValue'] {
  const fused = named('queryKeyValue');
  if (fused !== undefined) return [fused];
  if (latent === undefined) return [named('query')!, named('key')!, named('value')!];
  const ofHeads = (role: LinearRole): string[] =>
    Array.from({ length: heads }, (_, head) => named(role, undefined, head)!);
  const down = named('queryDown');
  return {
    query:
      down === undefined
        ? named('query')!
        : { down, ...norm('self_attn.q_a_layernorm', 'norm'), up: named('queryUp')! },
    latent: named('latent')!,
    ...norm('self_attn.kv_a_layernorm', 'norm'),
    keys: ofHeads('latentKeys'),
    values: ofHeads('latentValues'),
  } as LatentAttention;
}

/** Groups of experts that are chosen among; `topk_method` greedy leaves them aside. */
function groupsOf({
  n_group: groups,
  topk_group: groupsUsed,
  topk_method: method,
}: Json): Pick<Experts, 'groups' | 'groupsUsed'> {
  const isGrouped = typeof groups === 'number' && typeof groupsUsed === 'number' && method !== 'greedy';
  return isGrouped ? { groups, groupsUsed } : {};
}

/** The feed-forward part of a block. */
export function feedForwardOf(
  named: (role: LinearRole, expert?: number) => string | undefined,
  { sizes }: LanguageModel,
  config: Json,
  acts: ExecutedFamily,
): FeedForward {
  const router = named('router');
  if (router !== undefined)
    return {
      router,
      experts: Array.from({ length: sizes.experts }, (_, expert) =>
        (['gate', 'gateUp', 'up', 'down'] as const).flatMap((role) => named(role, expert) ?? []),
      ),
      used: sizes.expertsPerToken,
      isNormalised: (config.norm_topk_prob ?? acts.isNormalised) !== false,
      ...sharedOf(named),
      ...groupsOf(config),
      scale: typeof config.routed_scaling_factor === 'number' ? config.routed_scaling_factor : 1,
      ...acts.experts,
    };
  const gateUp = named('gateUp');
  if (gateUp !== undefined) return { gateUp, down: named('down')! };
  const gate = named('gate');
  return { ...(gate !== undefined && { gate }), up: named('up')!, down: named('down')! };
}

/** What every token uses beside the experts. */
function sharedOf(named: (role: LinearRole) => string | undefined): Pick<Experts, 'shared'> {
  const [gateUp, gate, up, down, opening] = (
    ['sharedGateUp', 'sharedGate', 'sharedUp', 'sharedDown', 'sharedOpening'] as const
  ).map((role) => named(role));
  if (down === undefined) return {};
  const inner = gateUp === undefined ? { gate: gate!, up: up! } : { gateUp };
  return { shared: { ...inner, down, ...(opening !== undefined && { opening }) } };
}
