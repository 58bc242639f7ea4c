import { freemem } from 'node:os';
import type { Memory } from '../base/budget.ts';

/** The variable that holds --memory-limit in bytes: threads and the tasks of a cluster inherit it. */
export const MEMORY_LIMIT = 'PICOJOULE_MEMORY_LIMIT';

/** Memory of this computer (of its container, where that has less), and what the user allows. */
export function memory(): Memory {
  const limit = Number(process.env[MEMORY_LIMIT]);
  const constrained = process.constrainedMemory() ?? 0;
  const free = freemem();
  const left =
    constrained > 0 && constrained < Number.MAX_SAFE_INTEGER ? constrained - process.memoryUsage.rss() : free;
  return { ...(limit > 0 && { limitBytes: limit }), atHandBytes: Math.max(0, Math.min(free, left)) };
}

/** Sets what may be held in memory, in bytes. */
export function setMemoryLimit(bytes: number): void {
  process.env[MEMORY_LIMIT] = String(bytes);
}
