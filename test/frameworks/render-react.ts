/**
 * Renders the component on the server and writes `{ version, html, warnings, globals }` as JSON. A program of
 * its own, as the version of React is that of the TypeScript configuration that it runs with.
 */
import { createElement, StrictMode, version } from 'react';
import { renderToString } from 'react-dom/server';

const before = new Set(Object.getOwnPropertyNames(globalThis));
const { SmhUploader } = await import('../../src/wrappers/react-server.js');

const warnings: string[] = [];
console.error = (...texts: unknown[]) => warnings.push(texts.join(' '));
console.warn = console.error;

const html = renderToString(
  createElement(
    StrictMode,
    null,
    createElement(
      SmhUploader,
      {
        id: 'files',
        className: 'wide',
        hidden: false,
        endpoint: '/smh',
        libraryId: 'smhdev',
        accessToken: 'a-secret',
        maxFiles: 3,
        multiple: true,
        required: false,
        directory: undefined,
        messages: { chooseFiles: 'Pick' },
        value: ['a.txt'],
        backend: { getUploadToken: () => Promise.reject(new Error('never called')) },
        onUploadSuccess: () => undefined,
      },
      createElement('span', { slot: 'hint' }, 'Photos'),
    ),
  ),
);
const globals = Object.getOwnPropertyNames(globalThis).filter((name) => !before.has(name));
console.log(JSON.stringify({ version, html, warnings, globals }));
