import type { Rule } from '../../machines/eie/view/rules.ts';
import { html } from '../html.ts';

/** What a part does and by which rule, beside the part that the pointer or the focus is on. Escape hides it. */
export interface Tip {
  readonly element: HTMLElement;
  /** `told` is asked again when the cycle changes. */
  readonly follow: (part: Element, name: string, told: () => Rule, seen: (isSeen: boolean) => void) => void;
  readonly refresh: () => void;
}

export function tip(): Tip {
  const element = html('div', { id: 'steps-tip', role: 'tooltip', hidden: '' });
  let shown: { readonly part: Element; readonly name: string; readonly told: () => Rule } | undefined;
  const refresh = (): void => {
    element.hidden = shown === undefined;
    if (shown === undefined) return;
    const { state, rule, source } = shown.told();
    element.replaceChildren(html('strong', {}, `${shown.name}: ${state}. `), rule, html('small', {}, source));
    const box = shown.part.getBoundingClientRect();
    const room = 8;
    const left = Math.max(room, Math.min(box.left, innerWidth - element.offsetWidth - room));
    const above = box.top - element.offsetHeight - room;
    element.style.left = `${left}px`;
    element.style.top = `${above >= room ? above : Math.min(box.bottom + room, innerHeight - element.offsetHeight - room)}px`;
  };
  const hide = (): void => {
    shown = undefined;
    refresh();
  };
  addEventListener('keydown', ({ key }) => key === 'Escape' && hide());
  addEventListener('scroll', refresh, { passive: true });
  return {
    element,
    refresh,
    follow(part, name, told, seen) {
      const open = (): void => {
        shown = { part, name, told };
        refresh();
        seen(true);
      };
      const close = (): void => {
        if (shown?.part === part) hide();
        seen(false);
      };
      part.addEventListener('pointerenter', open);
      part.addEventListener('pointerleave', close);
      part.addEventListener('focus', open);
      part.addEventListener('blur', close);
    },
  };
}
