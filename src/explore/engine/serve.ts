import { UserError } from '../../base/user-error.ts';
import type { Answer, Question } from './messages.ts';
import { pageFiles } from './page-files.ts';
import { type RememberedLayers, rememberedLayers } from './remembered-layers.ts';

/** The worker's end: answers what it is asked, one question after the other. */
export function serve(port: Pick<Worker, 'postMessage' | 'addEventListener'>): void {
  let layers: RememberedLayers | undefined;
  port.addEventListener('message', ({ data }: MessageEvent<Question>) => {
    if (data.kind === 'files') layers = rememberedLayers(pageFiles(data));
    else if (layers !== undefined) void answer(layers, data).then((found) => port.postMessage(found));
  });
}

/** What a question about a layer is answered with, here or in a worker. */
export async function answer(
  layers: RememberedLayers,
  question: Exclude<Question, { kind: 'files' }>,
): Promise<Answer> {
  const { kind, choice, index, hardware } = question;
  try {
    return { done: await layers[kind](choice, index, hardware) };
  } catch (error) {
    if (error instanceof UserError) return { faults: error.faults };
    return { broken: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}
