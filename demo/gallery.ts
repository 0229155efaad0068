// What all pages of the demo share: the way to the others, and the page's own code.
import { makeCodePanel } from './gallery-code.js';
import { makeNav } from './gallery-nav.js';

const file = /[^/]+\.html$/.exec(location.pathname)?.[0] ?? 'index.html';
document.body.prepend(makeNav(file));
document.body.append(await makeCodePanel(file));
