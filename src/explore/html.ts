type Child = Node | string | undefined | readonly Child[];

/** An element with its attributes and children; `undefined` is left out. Properties of styles are set one by one, as a strict policy wants it. */
export function html<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Readonly<Record<string, string | number | boolean | undefined>> = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) continue;
    if (key.startsWith('--') || key === 'width') made.style.setProperty(key, String(value));
    else made.setAttribute(key, value === true ? '' : String(value));
  }
  made.append(...children.flat(Number.POSITIVE_INFINITY as 1).filter((child) => child !== undefined));
  return made;
}
