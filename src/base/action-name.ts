/** `component.action` as its two parts. */
export function splitAction(name: string): [component: string, action: string] {
  const dot = name.lastIndexOf('.');
  return [name.slice(0, dot), name.slice(dot + 1)];
}
