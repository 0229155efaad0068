import { StrictMode } from 'react';
import { createRoot, hydrateRoot } from 'react-dom/client';
import { App } from './app';

const root = document.querySelector('#root');
if (root === null) throw new Error('The page has no #root.');

const app = (
  <StrictMode>
    <App />
  </StrictMode>
);
// A page that was rendered before is taken over as it is.
if (root.hasChildNodes()) hydrateRoot(root, app);
else createRoot(root).render(app);
