/** The public entry `smh-uploader/react`: the component, and the element registered. */
import '../index.js';

export { SmhUploader } from './react-component.js';
export type { SmhUploaderProps } from './react-component.js';
