import { freemem } from 'node:os';
import type { Memory } from '../base/budget.ts';
import { allowTensors } from '../network/graph/element-type.ts';

/** The variable that holds --memory-limit in bytes: threads and the tasks of a cluster inherit it. */
export const MEMORY_LIMIT = 'PICOJOULE_MEMORY_LIMIT';

/** What the user allows alone: asked for before each of thousands of passes. */
export function allowedMemory(): Memory {
  const limit = limitBytes();
  return limit > 0 ? { limitBytes: limit } : {};
}

/** Memory of this computer (of its container, where that has less), and what the user allows. */
export function memory(): Memory {
  const constrained = process.constrainedMemory() ?? 0;
  const free = freemem();
  const left =
    constrained > 0 && constrained < Number.MAX_SAFE_INTEGER ? constrained - process.memoryUsage.rss() : free;
  return { ...allowedMemory(), atHandBytes: Math.max(0, Math.min(free, left)) };
}

/** Sets what may be held in memory, in bytes. */
export function setMemoryLimit(bytes: number): void {
  process.env[MEMORY_LIMIT] = String(bytes);
  allowTensors(bytes);
}

function limitBytes(): number {
  return Number(process.env[MEMORY_LIMIT] ?? 0);
}

// a thread or a task of a cluster, which got the variable from the command that was given the option
allowTensors(limitBytes());
