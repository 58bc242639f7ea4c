import { keepAtMost } from '../../kernels/loaded.ts';
import { type Answers, answers } from './answers.ts';
import type { Message, Reply } from './messages.ts';
import { pageFiles } from './page-files.ts';
import { rememberedLayers } from './remembered-layers.ts';

/** What the kernels of a worker keep beside the records of its layers. */
const KERNEL_BYTES = 96 * 2 ** 20;

/** The worker's end: answers what it is asked. */
export function serve(port: Pick<Worker, 'postMessage' | 'addEventListener'>): void {
  let own: Answers | undefined;
  port.addEventListener('message', ({ data }: MessageEvent<Message>) => {
    if (data.kind === 'files') {
      keepAtMost(KERNEL_BYTES);
      own = answers(rememberedLayers(pageFiles(data)));
    } else if (data.kind === 'drop') own?.drop(data.number);
    else
      void own
        ?.ask(data.number, data.question)
        .then((answer) => port.postMessage({ number: data.number, answer } satisfies Reply));
  });
}
