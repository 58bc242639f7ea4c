import { html } from '../html.ts';
import { PRESETS, type Preset } from './presets.ts';

/** Buttons that put the controls somewhere, with a question to answer first. */
export function presetBox(choose: (preset: Preset) => void): HTMLElement {
  return html(
    'div',
    { class: 'presets' },
    PRESETS.map(({ title, presets }) =>
      html(
        'div',
        { role: 'group', 'aria-label': title },
        html('span', {}, title),
        presets.map((preset) => {
          const button = html('button', { type: 'button' }, preset.title);
          button.addEventListener('click', () => choose(preset));
          return button;
        }),
      ),
    ),
  );
}
