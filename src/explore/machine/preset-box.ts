import { element } from '../element.ts';
import { PRESETS, type Preset } from './presets.ts';

/** Buttons that put the controls somewhere, with a question to answer first. */
export function presetBox(choose: (preset: Preset) => void): HTMLElement {
  return element(
    'div',
    { class: 'presets' },
    PRESETS.map(({ title, presets }) =>
      element(
        'div',
        { role: 'group', 'aria-label': title },
        element('span', {}, title),
        presets.map((preset) => {
          const button = element('button', { type: 'button' }, preset.title);
          button.addEventListener('click', () => choose(preset));
          return button;
        }),
      ),
    ),
  );
}
