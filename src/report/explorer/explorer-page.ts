import { createHash } from 'node:crypto';
import { VERSION } from '../../../generated/version.ts';
import { htmlText, scriptJson, scriptText } from '../html/escape.ts';
import { explorerStyle } from './explorer-style.ts';
import type { ExplorerSetup } from './setup.ts';

/**
 * Nothing is fetched, and no script runs but the page's own, told by its hash; its worker is made of the same text, and the kernels are WebAssembly. No eval.
 */
function policy(script: string): string {
  const hash = createHash('sha256').update(script).digest('base64');
  return `default-src 'none'; script-src 'sha256-${hash}' 'wasm-unsafe-eval'; worker-src blob:; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'`;
}

/**
 * The explorer: one file that needs no network.
 * @param script the bundle of src/explore/page.ts
 */
export function explorerPage(setup: ExplorerSetup, script: string): string {
  const program = scriptText(script);
  const title = htmlText(setup.title);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy(program)}">
<meta name="generator" content="picojoule ${VERSION}">
<title>${title}</title>
<style>
${explorerStyle}
</style>
</head>
<body>
<a class="skip" href="#main">Skip to the controls</a>
<header><h1>${title}</h1></header>
<main id="main">
<div id="views"><p>This page is a program: it shows nothing where scripts are switched off.</p></div>
</main>
<script type="application/json" id="setup">${scriptJson(setup)}</script>
<script id="program">${program}</script>
</body>
</html>
`;
}
