/** The package has no types of its own; this is what we use of it. */
declare module 'svg-to-pdfkit' {
  interface Options {
    readonly width: number;
    readonly height: number;
    /** Lengths without a unit are points, not pixels. */
    readonly assumePt: boolean;
    readonly fontCallback: (family: string, bold: boolean, italic: boolean) => string;
    readonly warningCallback: (message: string) => void;
  }
  export default function svgToPdf(document: object, svg: string, x: number, y: number, options: Options): void;
}
