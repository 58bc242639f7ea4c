import { joinCrew } from './join-crew.ts';

joinCrew();
