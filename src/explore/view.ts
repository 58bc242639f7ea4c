/**
 * A view of the page: the shell gives it a section of its own, and calls `mount` once, when it is first shown.
 * All that it shows it puts into the host; elements get ids that begin with the view's own.
 */
export interface View {
  /** Of its section, its tab and its part of the address: `#explore`. */
  readonly id: string;
  /** On its tab. */
  readonly title: string;
  readonly mount: (host: HTMLElement) => void;
}
