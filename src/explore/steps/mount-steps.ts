/** A small layer, cycle by cycle. */
export function mountSteps(host: HTMLElement): void {
  host.append(Object.assign(document.createElement('h2'), { textContent: 'Step by step' }));
}
