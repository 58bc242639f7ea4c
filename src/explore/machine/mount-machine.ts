/** Controls of a machine, and what a change of them does to a network on it. */
export function mountMachine(host: HTMLElement): void {
  host.append(Object.assign(document.createElement('h2'), { textContent: 'Explore' }));
}
