import { utf8 } from '../../base/files/bytes.ts';
import { type Files, readOrThrow } from '../../base/files/files.ts';
import { basename } from '../../base/files/path.ts';
import { UserError } from '../../base/user-error.ts';
import type { ImportedWeights } from '../../network/imported-weights.ts';
import type { LanguageTask } from '../../network/language/language-task.ts';

/** What a user asks of a language model. */
export interface LanguageOptions {
  /** Text that it goes on with; the empty text where only `test` is given. */
  readonly prompt?: string;
  /** The same as token numbers, for a model without a vocabulary. */
  readonly promptTokens?: readonly number[];
  /** Tokens to write, 32 by default. */
  readonly tokens?: number;
  readonly batch?: number;
  readonly activationThreshold?: number;
  /** A text file whose perplexity is told. */
  readonly perplexity?: string;
}

const TOKENS = 32;
/** A text of the test is read up to so many tokens. */
const MOST_TEST_TOKENS = 4096;

/** Whether a user asks for text. */
export function asksForText({ prompt, promptTokens, perplexity }: LanguageOptions): boolean {
  return prompt !== undefined || promptTokens !== undefined || perplexity !== undefined;
}

/**
 * What an imported language model is to do.
 * @throws UserError where the file is no language model that is executed, its vocabulary is not read although text is given, or more is asked for than it was made for
 */
export async function languageTask(
  files: Files,
  file: string,
  { language, format }: Omit<ImportedWeights, 'layers'>,
  options: LanguageOptions,
): Promise<LanguageTask> {
  const fail = (message: string): never => {
    throw UserError.at({ file }, message, 'LANGUAGE_MODEL');
  };
  const notExecuted = (reason: string): never =>
    fail(`the language model is not executed: ${reason}; without --prompt each layer runs by itself`);
  if (language === undefined) return fail(`no language model that is executed (read as ${format}): --prompt needs one`);
  if (language.reason !== undefined) return notExecuted(language.reason);
  // the vocabulary first: the model's tables are large
  const found = await language.tokenizer();
  const tokenizer = 'reason' in found ? undefined : found;
  const encoded = (text: string): readonly number[] =>
    tokenizer?.encode(text) ??
    fail(`text is not read: ${(found as { reason: string }).reason}; --prompt-tokens gives token numbers`);
  const prompt = options.promptTokens ?? encoded(options.prompt ?? '');
  const test = options.perplexity;
  const tokens = test === undefined ? [] : encoded(utf8(readOrThrow(files, test, 'FILE_UNREADABLE')));
  const transformer = language.transformer();
  if ('reason' in transformer) return notExecuted(transformer.reason);
  const task: LanguageTask = {
    transformer,
    ...(tokenizer && { tokenizer }),
    prompt,
    newTokens: options.tokens ?? TOKENS,
    batch: options.batch ?? 1,
    activationThreshold: options.activationThreshold ?? 0,
    ...(test !== undefined && { test: { file: basename(test), tokens: tokens.slice(0, MOST_TEST_TOKENS) } }),
  };
  checkTask(task, fail);
  if (test !== undefined && tokens.length < 2)
    fail(`${test}: expected a text of two tokens or more, found ${tokens.length}`);
  return task;
}

function checkTask({ prompt, newTokens, transformer }: LanguageTask, fail: (message: string) => never): void {
  const { vocabulary } = transformer.sizes;
  if (prompt.length === 0) fail('expected a prompt of one token or more, found none');
  const bad = prompt.find((token) => !(Number.isInteger(token) && token >= 0 && token < vocabulary));
  if (bad !== undefined) fail(`expected tokens below ${vocabulary}, found ${bad}`);
  const length = prompt.length + newTokens;
  if (length > transformer.context)
    fail(
      `${prompt.length} tokens of prompt and ${newTokens} new ones are ${length}, the model was made for ${transformer.context}`,
    );
}
