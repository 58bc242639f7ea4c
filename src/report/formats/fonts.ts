import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** Paths of the two faces that we ship (Arimo, metric-compatible with Helvetica and Arial). */
export function fontFiles(): { readonly regular: string; readonly bold: string } {
  const folder = dirname(createRequire(import.meta.url).resolve('@expo-google-fonts/arimo/package.json'));
  return {
    regular: join(folder, '400Regular', 'Arimo_400Regular.ttf'),
    bold: join(folder, '700Bold', 'Arimo_700Bold.ttf'),
  };
}
