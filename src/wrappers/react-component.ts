import {
  createElement,
  forwardRef,
  useEffect,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
  useState,
  version,
} from 'react';
import type { ForwardRefExoticComponent, HTMLAttributes, ReactNode, RefAttributes } from 'react';
import type { SmhUploader as SmhUploaderElement } from '../element/smh-uploader.js';
import { ATTRIBUTES, type SettingName, type Settings } from './settings.js';
import { EVENTS, type Handlers } from './handlers.js';

type OwnProps = Settings & Handlers & { children?: ReactNode };

/** What the component takes: the element's properties, a handler for each event, HTML's own attributes. */
export type SmhUploaderProps = OwnProps & Omit<HTMLAttributes<SmhUploaderElement>, keyof OwnProps>;

/** Before the paint, and before effects of the parent; on a server React 18 would warn of it. */
const useCommitEffect = typeof document === 'undefined' ? useEffect : useLayoutEffect;

/**
 * `<smh-uploader>` as a component of React 18 and 19. `ref` gives the element with its methods; children
 * go into its slots. Handlers get the element's own events, the latest handler each; they also get what
 * happens while React hides the tree or after it removed it, since a file stored then is stored.
 */
export const SmhUploader: ForwardRefExoticComponent<SmhUploaderProps & RefAttributes<SmhUploaderElement>> =
  forwardRef<SmhUploaderElement, SmhUploaderProps>(function SmhUploader(props, ref) {
    const element = useRef<SmhUploaderElement>(null);
    const { attributes, properties, handlers } = sortProps(props);
    const [relay] = useState(() => new Relay());
    const written = useRef<{ attributes: object; properties: Properties }>({
      attributes: {},
      properties: new Map(),
    });

    useImperativeHandle<SmhUploaderElement | null, SmhUploaderElement | null>(ref, () => element.current, []);
    useCommitEffect(() => {
      const { current: node } = element;
      if (node === null) return;
      relay.handlers = handlers;
      relay.listenTo(node);
      removeAttributes(node, written.current.attributes, attributes);
      setProperties(node, written.current.properties, properties);
      written.current = { attributes, properties };
    });

    return createElement('smh-uploader', { ...attributes, ref: element }, props.children);
  });

type Properties = ReadonlyMap<SettingName, unknown>;
type HandlerName = keyof typeof EVENTS;

/** Calls the latest handler of each event. */
class Relay {
  handlers: Handlers = {};

  /** As often as one likes: the DOM takes the same listener once. */
  listenTo(element: EventTarget): void {
    for (const type of Object.values(EVENTS)) element.addEventListener(type, this);
  }

  handleEvent(event: Event): void {
    for (const [name, type] of Object.entries(EVENTS)) {
      // The event's type says which event it is; TypeScript can't follow it through the table.
      const handler = this.handlers[name as HandlerName] as ((event: Event) => void) | undefined;
      if (type === event.type) handler?.(event);
    }
  }
}

/**
 * What React writes as attributes, on the server and in the browser alike, so that both are the same page;
 * what is set as properties once there is an element; and what listens.
 */
function sortProps(props: SmhUploaderProps): {
  readonly attributes: Record<string, unknown>;
  readonly properties: Properties;
  readonly handlers: Handlers;
} {
  const attributes: Record<string, unknown> = {};
  const properties = new Map<SettingName, unknown>();
  const handlers: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(props)) {
    if (name === 'children' || value === undefined) continue;
    if (name in EVENTS) {
      handlers[name] = value;
    } else if (isSetting(name)) {
      const attribute = ATTRIBUTES[name];
      if (attribute === null || isObject(value)) {
        properties.set(name, value);
      } else if (value !== null && value !== false) {
        attributes[attribute] = value === true ? ON : value;
      }
    } else if (!(value === false && BOOLEAN_ATTRIBUTES.has(name))) {
      attributes[name === 'className' ? 'class' : name] = value;
    }
  }
  return { attributes, properties, handlers };
}

/**
 * A boolean that is on. React 18 knows attributes alone, and would write "true", where the element has "" by
 * the time of hydration; React 19 sets the property.
 */
const ON = Number.parseInt(version, 10) < 19 ? '' : true;

/** React 18 writes "false" on custom elements, which HTML takes for true. */
const BOOLEAN_ATTRIBUTES: ReadonlySet<string> = new Set(['hidden', 'inert', 'autoFocus', 'itemScope']);

function isSetting(name: string): name is SettingName {
  return Object.hasOwn(ATTRIBUTES, name);
}

function isObject(value: unknown): boolean {
  return typeof value === 'function' || (typeof value === 'object' && value !== null);
}

/** For React 19, which sets a property that HTML reflects, such as `lang`, to the text "undefined". */
function removeAttributes(element: SmhUploaderElement, before: object, now: object): void {
  for (const name of Object.keys(before)) {
    if (!Object.hasOwn(now, name)) element.removeAttribute(name);
  }
}

/** Sets what is another one than last time, and unsets what is given no more, also by an attribute. */
function setProperties(element: SmhUploaderElement, before: Properties, now: Properties): void {
  for (const name of before.keys()) {
    const attribute = ATTRIBUTES[name];
    const isGiven = now.has(name) || (attribute !== null && element.hasAttribute(attribute));
    if (!isGiven) Object.assign(element, { [name]: undefined });
  }
  for (const [name, value] of now) {
    if (!before.has(name) || before.get(name) !== value) Object.assign(element, { [name]: value });
  }
}
