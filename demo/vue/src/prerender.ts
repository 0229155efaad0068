/** Writes the app into the built page, as a server would for each request; the browser takes it over. */
import { readFile, writeFile } from 'node:fs/promises';
import { createSSRApp } from 'vue';
import { renderToString } from 'vue/server-renderer';
import App from './app.vue';

const page = 'dist/index.html';
const app = await renderToString(createSSRApp(App));
const html = await readFile(page, 'utf8');
await writeFile(
  page,
  html.replace('<div id="app"></div>', () => `<div id="app">${app}</div>`),
);
