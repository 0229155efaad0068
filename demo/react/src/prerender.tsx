/** Writes the app into the built page, as a server would for each request; the browser takes it over. */
import { readFile, writeFile } from 'node:fs/promises';
import { StrictMode } from 'react';
import { renderToString } from 'react-dom/server';
import { App } from './app';

const page = 'dist/index.html';
const app = renderToString(
  <StrictMode>
    <App />
  </StrictMode>,
);
const html = await readFile(page, 'utf8');
await writeFile(
  page,
  html.replace('<div id="root"></div>', () => `<div id="root">${app}</div>`),
);
