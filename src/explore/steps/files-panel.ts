import { copied } from '../copied.ts';
import { html } from '../html.ts';
import { layerFiles } from './layer-files.ts';
import { commandOf, type SmallMachine } from './simulate-small.ts';
import type { Choice } from './small-layer.ts';

/** The same layer for the command line: its files and the command. */
export function filesPanel(machine: SmallMachine) {
  const command = html('code', { class: 'command' });
  const links = html('p', { class: 'controls' });
  const copy = html('button', { type: 'button' }, 'Copy');
  copy.addEventListener('click', () => {
    void copied(command).then((isDone) => {
      if (!isDone) return;
      copy.textContent = 'Copied';
      setTimeout(() => (copy.textContent = 'Copy'), 2000);
    });
  });
  return {
    element: html(
      'details',
      { class: 'files' },
      html('summary', {}, 'The same on the command line'),
      html(
        'p',
        {},
        'Save the three files into one folder; the command there gives the same cycles, counts and energy.',
      ),
      links,
      html('p', {}, command, ' ', copy),
    ),
    show(choice: Choice) {
      command.textContent = commandOf(choice, machine);
      for (const link of links.querySelectorAll('a')) URL.revokeObjectURL(link.href);
      links.replaceChildren(
        ...layerFiles(choice).map(({ name, content }) =>
          html('a', { href: URL.createObjectURL(new Blob([content as BlobPart])), download: name }, name),
        ),
      );
    },
  };
}
