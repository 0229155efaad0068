/// <reference types="vite/types/importMeta.d.ts" />

/** The files of the demo as text, each loaded when it is shown: what is shown is what runs. */
const sources = import.meta.glob<string>(['./*.html', './*.ts', './themes/*.css'], {
  query: '?raw',
  import: 'default',
});

/** What each page has for the demo's sake and no page of one's own needs. */
const FURNITURE = new Set(['demo.css', 'gallery.ts', 'stored-files.ts']);

/** The code of a page: its markup, styles and module, and folded the modules that it imports. */
export async function makeCodePanel(file: string): Promise<HTMLElement> {
  const module = file.replace(/\.html$/, '.ts');
  const [html, script] = await Promise.all([load(file), load(module)]);
  const named = filesNamedIn(`${html}${script}`).filter((name) => name !== module && !FURNITURE.has(name));
  const loadAll = (ending: string, make: typeof makeOpen): Promise<HTMLElement[][]> =>
    Promise.all(
      named.filter((name) => name.endsWith(ending)).map(async (name) => make(name, await load(name))),
    );
  const [styles, modules] = await Promise.all([loadAll('.css', makeOpen), loadAll('.ts', makeFolded)]);

  const title = document.createElement('h2');
  title.id = 'code-title';
  title.textContent = 'Code';
  const panel = document.createElement('aside');
  panel.className = 'code';
  panel.setAttribute('aria-labelledby', title.id);
  panel.append(
    title,
    ...makeOpen(file, markupOf(html)),
    ...styles.flat(),
    ...makeOpen(module, script),
    ...modules.flat(),
  );
  return panel;
}

async function load(file: string): Promise<string> {
  return (await sources[`./${file}`]?.()) ?? '';
}

/** The files beside the page that a text names; modules are written, and named here, as TypeScript. */
function filesNamedIn(text: string): string[] {
  const names = [...text.matchAll(/["']\.\/([\w/-]+\.(?:js|ts|css))["']/g)].map(([, name = '']) =>
    name.replace(/\.js$/, '.ts'),
  );
  return [...new Set(names)];
}

/** What a page shows below its heading, without the indentation of its place. */
function markupOf(html: string): string {
  const [, markup = ''] = /<\/header>\n([\s\S]*?)\n *<\/main>/.exec(html) ?? [];
  const indentation = /^ */.exec(markup)?.[0] ?? '';
  return markup.replaceAll(`\n${indentation}`, '\n').slice(indentation.length);
}

function makeOpen(name: string, text: string): HTMLElement[] {
  const title = document.createElement('h3');
  title.textContent = name;
  return [title, makeText(text)];
}

function makeFolded(name: string, text: string): HTMLElement[] {
  const summary = document.createElement('summary');
  summary.textContent = name;
  const details = document.createElement('details');
  details.append(summary, makeText(text));
  return [details];
}

function makeText(text: string): HTMLElement {
  const code = document.createElement('code');
  code.append(...text.trimEnd().split('\n').map(makeLine));
  const block = document.createElement('pre');
  block.append(code);
  return block;
}

/** A line that knows its indentation, so that what doesn't fit goes on below its own beginning. */
function makeLine(text: string): HTMLElement {
  const line = document.createElement('span');
  line.textContent = `${text}\n`;
  line.style.setProperty('--indentation', String(text.search(/\S|$/)));
  return line;
}
