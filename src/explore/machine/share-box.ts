import { copied } from '../copied.ts';
import { html } from '../html.ts';

/** A text with a button that copies it. */
export interface ShareBox {
  readonly host: HTMLElement;
  readonly put: (text: string) => void;
}

export function shareBox(id: string, title: string, tell: (text: string) => void): ShareBox {
  const text = html('code', {});
  const code = html('pre', { id, tabindex: 0, role: 'region', 'aria-label': title }, text);
  const button = html('button', { type: 'button', 'aria-controls': id }, 'Copy');
  button.addEventListener('click', () => {
    void copied(text).then((isDone) => {
      button.textContent = isDone ? 'Copied' : 'Copy';
      tell(isDone ? `${title} copied` : `${title} is marked: copy it with the keys of your system`);
    });
  });
  return {
    host: html('div', { class: 'share' }, html('h3', {}, title), button, code),
    put: (shown) => {
      if (shown !== text.textContent) button.textContent = 'Copy';
      text.textContent = shown;
    },
  };
}
