import react from '@vitejs/plugin-react';
import { smhDevServer } from 'smh-uploader/dev-server';
import { defineConfig } from 'vite';

export default defineConfig({
  // In place of a backend of your own: the routes that src/call-backend.ts calls, and where the files go.
  plugins: [react(), smhDevServer()],
});
