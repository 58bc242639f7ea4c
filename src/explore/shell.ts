import { html } from './html.ts';
import type { View } from './view.ts';

/** Asks for a view by its id: `location.hash` begins with it, and may go on with `?` and the state of the view. */
function asked(views: readonly View[]): View {
  const [id] = location.hash.slice(1).split('?');
  return views.find((view) => view.id === id) ?? views[0];
}

/**
 * Tabs (arrow keys, Home and End move between them) and a section for each view. A view is one line of views.ts; it mounts itself in the section that it gets
 * when it is first shown, and hears nothing of the others.
 */
export function mountShell(host: HTMLElement, views: readonly View[]): void {
  const tabs = views.map(tab);
  const sections = views.map(section);
  const mounted = new Set<View>();
  const show = (view: View, focus = false): void => {
    views.forEach((one, k) => {
      const isShown = one === view;
      tabs[k].setAttribute('aria-selected', String(isShown));
      tabs[k].tabIndex = isShown ? 0 : -1;
      sections[k].hidden = !isShown;
      if (isShown && focus) tabs[k].focus();
      if (!isShown || mounted.has(view)) return;
      mounted.add(view);
      view.mount(sections[k]);
    });
  };
  const choose = (view: View): void => {
    if (asked(views) !== view) history.pushState(null, '', `#${view.id}`);
    show(view, true);
  };
  views.forEach((view, k) => {
    tabs[k].addEventListener('click', () => choose(view));
    tabs[k].addEventListener('keydown', ({ key }) => {
      const next = { ArrowRight: k + 1, ArrowLeft: k - 1, Home: 0, End: -1 }[key];
      if (next !== undefined) choose(views.at(next % views.length)!);
    });
  });
  addEventListener('popstate', () => show(asked(views)));
  const list = html('div', { class: 'tabs', role: 'tablist', 'aria-label': 'Views' }, tabs);
  host.replaceChildren(list, ...sections);
  show(asked(views));
}

function tab({ id, title }: View): HTMLButtonElement {
  return html('button', { type: 'button', role: 'tab', id: `${id}-tab`, 'aria-controls': id }, title);
}

function section({ id }: View): HTMLElement {
  return html('section', { role: 'tabpanel', id, 'aria-labelledby': `${id}-tab` });
}
