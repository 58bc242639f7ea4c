import { pageStyle } from '../html/style.ts';

const tabs = `
.tabs { display: flex; gap: .25rem; border-bottom: 1px solid var(--line); margin: 1rem 0; }
.tabs button { font: inherit; color: inherit; background: none; border: 1px solid transparent; border-bottom: 0; border-radius: 6px 6px 0 0; padding: .4rem .9rem; cursor: pointer; }
.tabs button[aria-selected=true] { border-color: var(--line); background: var(--panel); font-weight: 600; }
`;

/** That of a report, and what is on this page alone. */
export const explorerStyle = [pageStyle, tabs].map((rules) => rules.trim()).join('\n');
