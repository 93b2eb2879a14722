// The review's scripts: small modules, no library, no build. Pages work without them; keys and marks need them.
import { setUpKeys } from "./keys.js";
import { setUpMarks } from "./marks.js";
import { setUpStops } from "./stops.js";
import { setUpDecisions } from "./decide.js";
import { setUpDialogs } from "./dialogs.js";
import { setUpSource } from "./source.js";

setUpMarks();
setUpSource();
setUpDecisions();
setUpDialogs();
setUpKeys();
setUpStops(); // last: it goes to the first stop, and the others listen
