/** `smh-uploader/react` where there is no page: the component alone, without the element and without Lit. */
export { SmhUploader } from './react-component.js';
export type { SmhUploaderProps } from './react-component.js';
