/** The public entry `smh-uploader/dev-server`. */
export { createDevServer, type DevServer } from './create-dev-server.js';
export { smhDevServer, type SmhDevServerOptions } from './plugin.js';
export type { DevServerOptions, DevServerSettings } from './settings.js';
