/** Copies a text of the page. A page from a file may be refused the clipboard; then the text is selected and copied as a user would. */
export async function copied(shown: HTMLElement): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(shown.textContent);
    return true;
  } catch {
    getSelection()?.selectAllChildren(shown);
    return document.execCommand('copy');
  }
}
