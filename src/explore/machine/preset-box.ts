import { element } from '../element.ts';
import { PRESETS, type Preset } from './presets.ts';

/** Buttons that put the controls somewhere, with a question to answer first. */
export function presetBox(choose: (preset: Preset) => void): HTMLElement {
  return element(
    'div',
    { class: 'presets' },
    PRESETS.map(({ title, presets }, k) =>
      element(
        'details',
        { open: k === 0 },
        element('summary', {}, title),
        element(
          'ol',
          {},
          presets.map((preset) => {
            const button = element('button', { type: 'button' }, preset.title);
            button.addEventListener('click', () => choose(preset));
            return element('li', {}, button);
          }),
        ),
      ),
    ),
  );
}
