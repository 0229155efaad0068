import vue from '@vitejs/plugin-vue';
import { smhDevServer } from 'smh-uploader/dev-server';
import { isCustomElement } from 'smh-uploader/vue';
import { defineConfig } from 'vite';

export default defineConfig({
  plugins: [
    vue({ template: { compilerOptions: { isCustomElement } } }),
    // In place of a backend of your own: the proxy `/smh`, and where the files go.
    smhDevServer(),
  ],
});
