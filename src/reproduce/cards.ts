import type { Platform } from '../config/platform/platform.ts';
import { loadPlatform } from '../node/read-configs.ts';

/** The cards of today that stand beside the machines of papers. */
export function cards(): Promise<Platform[]> {
  return Promise.all(['h100', 'h200'].map((name) => loadPlatform(name)));
}

/** Head of its column: `NVIDIA H100, measured in 2026`. */
export function cardHead({ name, measured }: Platform): string {
  return `${name}, measured in ${measured.slice(0, 4)}`;
}
