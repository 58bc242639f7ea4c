/** A field name as Vega-Lite wants it in an encoding: dots and brackets would otherwise be read as a path into the row. */
export function field(name: string): string {
  return name.replace(/[\\.[\]'"]/g, '\\$&');
}

/** A field of the row inside an expression. */
export function datum(name: string): string {
  return `datum[${quoted(name)}]`;
}

/** Text as a string literal of an expression. */
export function quoted(text: string): string {
  return JSON.stringify(text).replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029');
}
