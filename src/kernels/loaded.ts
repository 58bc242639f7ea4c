import type { Kernels } from '../../generated/kernels.ts';
import { type GrowingMemory, LinearMemory } from './linear-memory.ts';
import { moduleBytes } from './module.ts';

/** The kernels, and the memory that they work in. */
export interface Loaded {
  readonly call: Kernels;
  readonly memory: LinearMemory;
}

/** What of WebAssembly is used here; @types/node 20 says nothing of it, and where it is switched off there is none. */
interface WebAssembly {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: unknown };
  readonly Memory: new (pages: { readonly initial: number; readonly maximum: number }) => GrowingMemory;
  validate(bytes: Uint8Array): boolean;
}

/** 4 GiB, all that an address of 32 bits reaches. */
const MOST_PAGES = 65536;

let found: Loaded | null | undefined;

/** The kernels of this thread, made ready at the first call; undefined where there is no WebAssembly with SIMD: callers then take the twin of the kernel. */
export function loaded(): Loaded | undefined {
  if (found === undefined) found = load();
  return found ?? undefined;
}

/** Lets go of what this thread's kernels keep of records. */
export function forgetRecords(): void {
  found?.memory.forget();
}

/** Lets this thread's kernels keep no more than so many bytes of records. */
export function keepAtMost(bytes: number): void {
  const kernels = loaded();
  if (kernels !== undefined) kernels.memory.mostKept = bytes;
}

/**
 * The kernels once more, with zeroed memory of a fixed size that nobody else uses: views of it stay good.
 * @returns undefined where there is no WebAssembly with SIMD
 */
export function loadedApart(bytes: number): { readonly call: Kernels; readonly buffer: ArrayBuffer } | undefined {
  const pages = Math.ceil(bytes / 0x10000);
  const code = moduleBytes();
  const instance = code === undefined ? null : instantiate(code, pages, pages);
  return instance === null ? undefined : { call: instance.call, buffer: instance.memory.buffer };
}

/** undefined while the module has not come. */
function load(): Loaded | null | undefined {
  const code = moduleBytes();
  if (code === undefined) return undefined;
  const instance = instantiate(code, 1, MOST_PAGES);
  return instance === null ? null : { call: instance.call, memory: new LinearMemory(instance.memory) };
}

function instantiate(
  bytes: Uint8Array,
  initial: number,
  maximum: number,
): { readonly call: Kernels; readonly memory: GrowingMemory } | null {
  const { WebAssembly: wasm } = globalThis as unknown as { readonly WebAssembly?: WebAssembly };
  if (wasm === undefined || !wasm.validate(bytes)) return null;
  const memory = new wasm.Memory({ initial, maximum });
  try {
    const { exports } = new wasm.Instance(new wasm.Module(bytes), { env: { memory } });
    return { call: exports as Kernels, memory };
  } catch (error) {
    // a page may forbid to compile (Content-Security-Policy)
    if ((error as Error).name === 'CompileError') return null;
    throw error;
  }
}
