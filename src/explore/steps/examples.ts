import type { Choice } from './small-layer.ts';

/** A layer with something to see, and what to look for. */
export interface Example {
  readonly name: string;
  readonly look: string;
  readonly choice: Choice;
}

/** Weights from letters: each has its value, `.` is none. */
function drawn(values: Readonly<Record<string, number>>, lines: readonly string[]): number[][] {
  return lines.map((line) => line.split('').map((letter) => values[letter] ?? 0));
}

const LETTERS = { a: 0.5, b: -1, c: 1.5, d: 0.25 };

/** Each shows one thing; the first is what the page begins with. */
export const EXAMPLES: readonly Example[] = [
  {
    name: 'A layer of 8 x 8',
    look: 'Activations that are zero are skipped; each PE works at its own pace through what it has queued.',
    choice: {
      weights: drawn(LETTERS, [
        'a..b..c.',
        '.c....a.',
        'b..a.d..',
        '..c..a.b',
        'a.....b.',
        '..d.b..c',
        '.b.c....',
        'c..a..d.',
      ]),
      activations: [1, 0, 0.5, 2, 0, 1.5, 0.75, 1],
      processingElements: 4,
      depth: 4,
      widthBits: 32,
      indexBits: 4,
    },
  },
  {
    name: 'Work that comes in turns',
    look: 'Three columns for PE 0, three for PE 1, and so on. Queues that hold one item make each wait for the other; choose a deeper queue: the same work takes fewer cycles.',
    choice: {
      weights: drawn(LETTERS, [
        'aaa...aaa...',
        '...bbb...bbb',
        'bbb...bbb...',
        '...ccc...ccc',
        'ccc...ccc...',
        '...ddd...ddd',
        'ddd...ddd...',
        '...aaa...aaa',
      ]),
      activations: [1, 0.5, 1, 2, 1, 0.5, 1, 1, 2, 1, 0.5, 1],
      processingElements: 2,
      depth: 2,
      widthBits: 64,
      indexBits: 4,
    },
  },
  {
    name: 'One PE has most of the work',
    look: 'The queue of PE 0 is full and holds up the broadcast: PE 1 starves. A deeper queue blocks less, but the cycles stay: PE 0 has the work.',
    choice: {
      weights: drawn(LETTERS, [
        'aaaaaaaaaaaa',
        'b...........',
        'bbbbbbbbbbbb',
        '.b.c.d.a.b.c',
        'cccccccccccc',
        'c.b.........',
        'dddddddddddd',
        '..a.b.c.d.a.',
      ]),
      activations: [1, 1, 0.5, 1, 2, 1, 1, 0.5, 1, 1, 2, 1],
      processingElements: 2,
      depth: 3,
      widthBits: 64,
      indexBits: 4,
    },
  },
  {
    name: 'A sum that goes around the registers',
    look: 'Columns 0 and 1 meet in the same row, one cycle apart: the second takes its sum straight from the adder.',
    choice: {
      weights: drawn(LETTERS, ['ab.c', '..d.', 'c.ab', '.b..']),
      activations: [1, 2, 1, 0.5],
      processingElements: 4,
      depth: 4,
      widthBits: 32,
      indexBits: 4,
    },
  },
  {
    name: 'Columns that hold nothing',
    look: 'An empty column costs a PE a cycle all the same: it has to read its pointers to find out.',
    choice: {
      weights: drawn(LETTERS, [
        'a.......',
        '....b...',
        '........',
        '.......c',
        'b.......',
        '........',
        '...d....',
        '........',
      ]),
      activations: [1, 1, 1, 1, 1, 1, 1, 1],
      processingElements: 4,
      depth: 4,
      widthBits: 16,
      indexBits: 4,
    },
  },
  {
    name: 'No activation is zero',
    look: 'A scan row that ends in a hit costs no cycle of its own. Set activations to 0 and count the cycles again.',
    choice: {
      weights: drawn(LETTERS, ['abcd', 'bcda', 'cdab', 'dabc']),
      activations: [1, 0.5, 2, 1],
      processingElements: 2,
      depth: 3,
      widthBits: 32,
      indexBits: 4,
    },
  },
  {
    name: 'Gaps that the index cannot say',
    look: 'An index of 2 bits says up to 3 skipped rows. A longer gap takes padding zeros: entries that cost a cycle and multiply nothing. Choose 4 bits and they are gone.',
    choice: {
      weights: drawn(LETTERS, [
        'a...',
        '.b..',
        '....',
        '....',
        '....',
        '..c.',
        '....',
        '....',
        '...d',
        '....',
        '....',
        '....',
        'b...',
        '....',
        '.a..',
        'd..c',
      ]),
      activations: [1, 2, 0.5, 1],
      processingElements: 1,
      depth: 4,
      widthBits: 32,
      indexBits: 2,
    },
  },
];
