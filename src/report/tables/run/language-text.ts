import type { CacheResult, LanguageResult } from '../../../run/language/language-result.ts';
import type { RunResult } from '../../../run/result.ts';
import { numberText, percentText } from '../../text/number-text.ts';
import { siPrefix } from '../../text/si-prefix.ts';

/** What a language model wrote and what that says, a paragraph each; none where no text was written. */
export function languageLines({ language, layers, keyValueCache }: RunResult): string[] {
  if (language === undefined) return keyValueCache === undefined ? [] : [cacheText(keyValueCache, layers)];
  return [
    `Text on this machine: ${written(language.text, language.tokens)}${language.stoppedBy === 'end' ? ' (the model ended it)' : ''}`,
    referenceLine(language),
    cacheText(language.keyValueCache, layers, language.prefill.tokens + (language.decode?.tokens ?? 0)),
    ...expertsLine(language),
    ...thresholdLine(language),
    ...perplexityLine(language),
  ];
}

function written(text: string | null, tokens: readonly number[]): string {
  return text === null ? `tokens ${tokens.join(' ')}` : JSON.stringify(text);
}

function referenceLine({ reference, tokens, text }: LanguageResult): string {
  const { sameTokens } = reference;
  if (sameTokens === tokens.length && sameTokens === reference.tokens.length)
    return `In plain floating point the same weights write the same ${sameTokens} tokens.`;
  const same = sameTokens === 0 ? 'another first token' : `the same ${sameTokens} tokens, then others`;
  return `In plain floating point the same weights write ${same}: ${written(text === null ? null : reference.text, reference.tokens)}`;
}

/** `moved`: for how many tokens the bytes were, where it is not for those of the line. */
function cacheText(cache: CacheResult, layers: RunResult['layers'], moved?: number): string {
  const place =
    cache.place === 'dram'
      ? 'in DRAM (it does not fit the activation memory)'
      : `in the activation memory, which has room for ${kilobytes(cache.roomBytes ?? 0)}`;
  const own = layers.find(({ kind }) => kind === 'keyValueCache');
  const ofLine = own?.products ?? 1;
  const tokens = moved ?? ofLine;
  const energyPj = own && own.energyPj.total / ofLine;
  const energy = energyPj === undefined ? undefined : siPrefix(energyPj, 'J', -12);
  const cost =
    own && energyPj !== undefined && energy
      ? `: ${numberText(energyPj * energy.factor)} ${energy.unit} and ${numberText(own.timeUs / ofLine)} us a token, a line of its own`
      : '';
  return `Key-value cache ${place}: ${numberText(cache.bitsPerToken / 8)} bytes a token in ${cache.format}, ${kilobytes(cache.bytes)} at the end; a token reads ${kilobytes(cache.readBytes / tokens)} and writes ${kilobytes(cache.writtenBytes / tokens)}${tokens === 1 ? '' : ' on average'}${cost}. Attention itself is computed outside of the array.`;
}

function kilobytes(bytes: number): string {
  return `${numberText(bytes / 1000)} kB`;
}

function expertsLine({ parameters, parametersPerToken }: LanguageResult): string[] {
  if (parameters === parametersPerToken) return [];
  return [
    `Mixture of experts: a token meets ${numberText(parametersPerToken, 4)} of ${numberText(parameters, 4)} weights; only the experts that the router chose are multiplied.`,
  ];
}

function thresholdLine({ activationThreshold, decode, prefill }: LanguageResult): string[] {
  if (activationThreshold === undefined) return [];
  const { share, withoutThreshold } = activationThreshold;
  const now = decode ?? prefill;
  const change = (value: number, before: number) => `${numberText(before / value)} times less`;
  return [
    `Activation threshold: the smallest ${percentText(share)} % of each vector are 0 before a layer of a block: ${change(now.energyPerTokenPj, withoutThreshold.energyPerTokenPj)} energy and ${change(now.timePerTokenUs, withoutThreshold.timePerTokenUs)} time a token than without${withoutThreshold.text === null ? '' : `, where the machine writes ${JSON.stringify(withoutThreshold.text)}`}`,
  ];
}

function perplexityLine({ perplexity }: LanguageResult): string[] {
  if (perplexity === undefined) return [];
  const { file, tokens, windowTokens, machine, reference, withoutThreshold } = perplexity;
  const without = withoutThreshold === undefined ? '' : `; without the threshold ${numberText(withoutThreshold, 4)}`;
  return [
    `Perplexity of ${file} (${tokens} tokens in windows of ${windowTokens}): ${numberText(machine, 4)} on this machine${without}; ${numberText(reference, 4)} with the same weights in plain floating point.`,
  ];
}
