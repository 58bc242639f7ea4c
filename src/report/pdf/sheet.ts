/** Where one writes, and what that takes. */
export interface Sheet {
  readonly pdf: PDFKit.PDFDocument;
  readonly left: number;
  readonly width: number;
  readonly bottom: number;
  /** Begins a new page where less than this is left. */
  readonly need: (height: number) => void;
}
