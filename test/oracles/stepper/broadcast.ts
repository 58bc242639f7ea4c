import type { Lane, RowFeeder } from './row-feeder.ts';

/** A column that waits in an activation queue. */
export interface Item {
  readonly column: number;
  readonly value: number;
}

/** The scan of one row (leading non-zero detection) and the activation queues it fills (sections 1 and 2). */
export interface Broadcast {
  readonly wires: {
    /** A lane of the scan row holds a hit; -1 is a miss. */
    hitLane: number;
    isAnyQueueFull: boolean;
    /** The hit goes into every queue in the next tic. */
    sends: boolean;
    loadsRow: boolean;
    /** Per PE. */
    readonly isQueueFull: boolean[];
    /** Items in each queue. */
    readonly fill: number[];
    /** Per PE; undefined where the queue is empty. */
    readonly heads: (Item | undefined)[];
  };
  update(feeder: RowFeeder['wires'], pops: readonly boolean[]): void;
  propagate(): void;
}

/** A ring of `depth` slots that holds depth - 1 items: one slot tells full from empty. */
interface Queue {
  read: number;
  write: number;
  readonly slots: (Item | undefined)[];
}

function step(queue: Queue, pushed: Item | undefined, pops: boolean, depth: number): void {
  if (pops && queue.read !== queue.write) queue.read = (queue.read + 1) % depth;
  if (pushed === undefined) return;
  queue.slots[queue.write] = pushed;
  queue.write = (queue.write + 1) % depth;
}

export function broadcast(processingElements: number, depth: number): Broadcast {
  const lastLane = processingElements - 1;
  const queues: Queue[] = Array.from({ length: processingElements }, () => ({ read: 0, write: 0, slots: [] }));
  let scanRow: readonly Lane[] = [];
  let rowNumber = -1;
  let laneOfLastHit = 0;
  const wires: Broadcast['wires'] = {
    hitLane: -1,
    isAnyQueueFull: false,
    sends: false,
    loadsRow: false,
    isQueueFull: [],
    fill: [],
    heads: [],
  };

  return {
    wires,
    update(feeder, pops) {
      const { hitLane, sends, loadsRow } = wires;
      const item = sends
        ? { column: rowNumber * processingElements + hitLane, value: scanRow[hitLane].value }
        : undefined;
      for (const [pe, queue] of queues.entries()) step(queue, item, pops[pe], depth);
      if (sends) laneOfLastHit = hitLane;
      if (hitLane < 0) laneOfLastHit = lastLane;
      if (loadsRow) {
        scanRow = feeder.row;
        rowNumber = feeder.rowNumber;
      }
    },
    propagate() {
      const firstLane = (laneOfLastHit + 1) % processingElements;
      wires.hitLane = scanRow.findIndex((lane, x) => x >= firstLane && lane.isHit);
      queues.forEach(({ read, write, slots }, pe) => {
        wires.fill[pe] = (write - read + depth) % depth;
        wires.isQueueFull[pe] = (write + 1) % depth === read;
        wires.heads[pe] = read === write ? undefined : slots[read];
      });
      wires.isAnyQueueFull = wires.isQueueFull.includes(true);
      wires.sends = wires.hitLane >= 0 && !wires.isAnyQueueFull;
      wires.loadsRow = wires.hitLane < 0 || (wires.sends && wires.hitLane === lastLane);
    },
  };
}
