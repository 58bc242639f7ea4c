/** Whoever asks too fast gets what was asked last: at most one question is under way, and those in between are never begun. */
export interface Latest<Question> {
  readonly ask: (question: Question) => void;
}

/** A picture older than this is not waited for once more: what is under way then ends, so that one who drags without a pause sees something. */
const PATIENCE_MS = 150;

/**
 * @param work answers a question; the signal comes when a newer one is asked, also to what goes on behind the answer
 * @param now milliseconds of a clock that never goes back
 */
export function latest<Question>(
  work: (question: Question, signal: AbortSignal) => Promise<void>,
  now: () => number,
): Latest<Question> {
  let wanted: { readonly question: Question } | undefined;
  let current = new AbortController();
  let isBusy = false;
  let answered = now();
  const outdated = () => current.abort(new DOMException('a newer question came', 'AbortError'));
  const go = async (): Promise<void> => {
    isBusy = true;
    while (wanted !== undefined) {
      const { question } = wanted;
      wanted = undefined;
      // what goes on behind an answer that was waited for in spite of this question
      outdated();
      current = new AbortController();
      await work(question, current.signal);
      if (!current.signal.aborted) answered = now();
    }
    isBusy = false;
  };
  return {
    ask(question) {
      wanted = { question };
      if (!isBusy) {
        outdated();
        void go();
      } else if (now() - answered < PATIENCE_MS) outdated();
    },
  };
}
