import { mountShell } from './shell.ts';
import { VIEWS } from './views.ts';

mountShell(document.getElementById('views')!, VIEWS);
