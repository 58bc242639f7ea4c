import { serve } from './engine/serve.ts';
import { mountShell } from './shell.ts';
import { VIEWS } from './views.ts';

// one script for the page and for its workers, which have no document
if (typeof document === 'undefined') serve(self as unknown as Worker);
else mountShell(document.getElementById('views')!, VIEWS);
