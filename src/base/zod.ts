/** The only door to zod. No code is generated at run time: one config is read once. */
import { z } from 'zod';

z.config({ jitless: true });

export { z };
