import { VERSION } from '../../../generated/version.ts';
import { htmlText, scriptJson, scriptText } from '../html/escape.ts';
import { framedPage } from '../html/frame.ts';
import { explorerStyle } from './explorer-style.ts';
import type { ExplorerSetup } from './setup.ts';

/**
 * The explorer: one file that needs no network.
 * @param script the bundle of src/explore/page.ts
 */
export function explorerPage(setup: ExplorerSetup, script: string): string {
  const program = scriptText(script);
  return framedPage({
    title: setup.title,
    generator: `picojoule ${VERSION}`,
    scripts: [program],
    // its worker is made of the same text, and the kernels are WebAssembly; no eval
    allowed: "'wasm-unsafe-eval'; worker-src blob:",
    style: explorerStyle,
    skip: 'Skip to the controls',
    body: `<header><h1>${htmlText(setup.title)}</h1></header>
<main id="main">
<div id="views"><p>This page is a program: it shows nothing where scripts are switched off.</p></div>
</main>
<script type="application/json" id="setup">${scriptJson(setup)}</script>
<script id="program">${program}</script>`,
  });
}
