import 'smh-uploader';
import { createApp, createSSRApp } from 'vue';
import App from './app.vue';

const root = document.querySelector('#app');
if (root === null) throw new Error('The page has no #app.');

// A page that was rendered before is taken over as it is.
(root.hasChildNodes() ? createSSRApp(App) : createApp(App)).mount(root);
