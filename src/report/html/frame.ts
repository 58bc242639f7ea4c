import { createHash } from 'node:crypto';
import { htmlText } from './escape.ts';

/** A page of its own: nothing is fetched, and no script runs but its own. */
export interface PageFrame {
  readonly title: string;
  /** The program that writes it. */
  readonly generator: string;
  /** Programs of the page, which are told by their hashes: text of a user never becomes one. */
  readonly scripts: readonly string[];
  /** What its policy allows beside them: sources of `script-src`, further directives. */
  readonly allowed: string;
  readonly style: string;
  /** Where a keyboard may go at once. */
  readonly skip: string;
  readonly body: string;
}

/** The whole text of a page. */
export function framedPage({ title, generator, scripts, allowed, style, skip, body }: PageFrame): string {
  const hashes = scripts.map((source) => `'sha256-${createHash('sha256').update(source).digest('base64')}'`);
  const policy = `default-src 'none'; script-src ${hashes.join(' ')} ${allowed}; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="generator" content="${htmlText(generator)}">
<title>${htmlText(title)}</title>
<style>
${style}
</style>
</head>
<body>
<a class="skip" href="#main">${skip}</a>
${body}
</body>
</html>
`;
}
