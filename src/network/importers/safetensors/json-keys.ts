/**
 * The first key that an object of a JSON text holds twice, or undefined. JSON.parse keeps the last one silently.
 * @param text valid JSON (JSON.parse has accepted it)
 */
export function duplicateKey(text: string): string | undefined {
  const open: (Set<string> | null)[] = [];
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"\s*:?|[[\]{}]/g)) {
    if (token === '{') open.push(new Set());
    else if (token === '[') open.push(null);
    else if (token === '}' || token === ']') open.pop();
    else if (token.endsWith(':')) {
      const key = JSON.parse(token.replace(/\s*:$/, '')) as string;
      const keys = open.at(-1);
      if (keys?.has(key)) return key;
      keys?.add(key);
    }
  }
  return undefined;
}
