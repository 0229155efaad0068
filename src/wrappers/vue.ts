import type { AllowedComponentProps, HTMLAttributes, ReservedProps, VNodeProps } from 'vue';
import type { SmhUploader } from '../element/smh-uploader.js';
import type { AtElement, ElementEventMap } from './handlers.js';
import type { Settings } from './settings.js';

/**
 * For `compilerOptions.isCustomElement`: tells Vue's compiler that `<smh-uploader>` is an element of the
 * browser and no component. This module loads nothing else, so that a Vite configuration can import it.
 */
export function isCustomElement(tag: string): boolean {
  return tag === 'smh-uploader';
}

/** What Vue's templates know of `<smh-uploader>`: its properties, its events, HTML's own attributes. */
export type SmhUploaderInTemplates = new () => SmhUploader & {
  readonly $props: Settings &
    Omit<HTMLAttributes, keyof Settings | 'onInput' | 'onChange'> &
    ReservedProps &
    VNodeProps &
    AllowedComponentProps;
  readonly $emit: Emit;
};

/** One call signature an event, which is how Vue reads the types of listeners. */
type Emit = UnionToIntersection<
  {
    [Type in keyof ElementEventMap]: (type: Type, event: AtElement<ElementEventMap[Type]>) => void;
  }[keyof ElementEventMap]
>;

type UnionToIntersection<Union> = (Union extends unknown ? (each: Union) => void : never) extends (
  all: infer All,
) => void
  ? All
  : never;

declare module 'vue' {
  interface GlobalComponents {
    'smh-uploader': SmhUploaderInTemplates;
  }
  interface HTMLAttributes {
    /** HTML's own, of the children of an element; Vue's typings leave it out for its old meaning. */
    slot?: string;
  }
}
