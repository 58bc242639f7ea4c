import type { FoundSection } from './section.ts';

/** A .net of Deep Compression holds no shapes: its Caffe description does. */
export interface CompressedFile {
  readonly file: string;
  readonly prototxt: string;
}

/** Files of the user that a document can use. */
export interface GivenFiles {
  /** The authors' AlexNet fc8: folder with act.dat, arithm.dat, ptr, spm. */
  readonly fc8?: string;
  /** songhan/Deep-Compression-AlexNet's AlexNet_compressed.net. */
  readonly alexnet?: CompressedFile;
  /** songhan/SqueezeNet-Deep-Compression's compressed_SqueezeNet.net. */
  readonly squeezenet?: CompressedFile;
  /** Folders or records of trainings (`picojoule train`), one a seed. */
  readonly lenet300100?: readonly string[];
  readonly lenet5?: readonly string[];
  /** Folder with layers.json and the masks of pruned MobileNet layers (Sparseloop's artifact). */
  readonly mobilenet?: string;
}

/** What a document is made for. */
export interface Asked {
  /** Hardware config that takes the place of the document's own. */
  readonly hardware?: string;
  /** `key=value` changes of it. */
  readonly set: readonly string[];
  readonly files: GivenFiles;
  /** Called before each section. */
  readonly onSection: (title: string, done: number, of: number) => void;
  readonly signal?: AbortSignal;
  /** Hears what a run warns of. */
  readonly warn: (warnings: readonly string[]) => void;
}

/** A section of a document: what it compares is run when it is asked for. */
export type SectionMaker<Runs> = (runs: Runs) => FoundSection | Promise<FoundSection>;

/** A paper that can be recomputed. A new one is one file and one line in documents.ts. */
export interface PaperDocument {
  readonly name: string;
  readonly title: string;
  /** Authors, name, venue. */
  readonly paper: string;
  /** Options of the command that give it data, by their names in GivenFiles. */
  readonly data: readonly {
    readonly file: keyof GivenFiles;
    /** Of the command, without its dashes. */
    readonly option: string;
    readonly what: string;
    readonly where: string;
    readonly without: string;
  }[];
  /** How much work it is, in words. */
  readonly takes: string;
  /** Whether it is of a machine that `--hardware` and `--set` change. */
  readonly machine?: string;
  readonly sections: (asked: Asked) => readonly (() => Promise<FoundSection>)[];
}
