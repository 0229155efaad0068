declare global {
  interface Window {
    /** Texts by the channel that they went through. */
    readonly heard: Record<string, string[]>;
    /** What opens something, by name: learned from the answers of the service as they arrived. */
    readonly secrets: Record<string, string>;
    /** Notes what the page shows and keeps at this moment. */
    readonly lookAround: () => Promise<void>;
  }
}

/** Where requests may go; anything else is `elsewhere`. */
export type Origins = { readonly api: string; readonly host: string; readonly store: string };

/**
 * Runs in the page before the element is defined: listens on every way by which something can get out of
 * the uploader. It is sent as text and sees nothing else of this file.
 */
export function watchChannels(origins: Origins): void {
  const heard: Record<string, string[]> = {};
  const secrets: Record<string, string> = {};
  const longestBytes = 65_536;

  const note = (channel: string, ...values: unknown[]): void => {
    const texts = (heard[channel] ??= []);
    const seen = new Set<object>();
    const walk = (value: unknown): void => {
      if (typeof value === 'string') texts.push(value);
      if (typeof value === 'function' || typeof value !== 'object' || value === null || seen.has(value))
        return;
      seen.add(value);
      if (value instanceof Blob || value instanceof Node) return;
      if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) {
        const bytes = new Uint8Array(value instanceof ArrayBuffer ? value : value.buffer);
        if (bytes.byteLength <= longestBytes) texts.push(new TextDecoder('latin1').decode(bytes));
        return;
      }
      if (value instanceof Error) texts.push(value.name, value.message, value.stack ?? '');
      if (value instanceof Map || value instanceof Headers || value instanceof FormData)
        for (const entry of value.entries()) walk([...entry]);
      if (value instanceof Set) for (const item of value) walk(item);
      if (value instanceof URL) texts.push(value.href);
      for (const key of Reflect.ownKeys(value)) {
        walk(key);
        try {
          walk(Reflect.get(value, key));
        } catch {
          // A getter that throws tells nothing.
        }
      }
    };
    for (const value of values) walk(value);
  };

  const isSecret = /^(accessToken|authorization|x-cos-security-token|cosUrl|policy|q-signature)$/i;
  const learn = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    for (const [key, item] of Object.entries(value)) {
      if (typeof item === 'string' && isSecret.test(key)) {
        secrets[`${key} ${Object.keys(secrets).length}`] = item;
        const signature = /q-signature=(\w+)/.exec(item)?.[1];
        if (signature !== undefined) secrets[`q-signature ${Object.keys(secrets).length}`] = signature;
      }
      learn(item);
    }
  };

  const channelOf = (url: string): string => {
    const { origin } = new URL(url, location.href);
    const known = Object.entries(origins).find(([, one]) => one === origin);
    return known === undefined ? 'request elsewhere' : `request to ${known[0]}`;
  };
  const ownFetch = window.fetch.bind(window);
  window.fetch = async (input, init) => {
    const url = input instanceof Request ? input.url : String(input);
    note(channelOf(url), url, init?.headers, init?.body);
    const answer = await ownFetch(input, init);
    try {
      learn(JSON.parse(await answer.clone().text()));
    } catch {
      // No JSON, or an answer that was cut off.
    }
    return answer;
  };
  const { open, send, setRequestHeader } = XMLHttpRequest.prototype;
  const channels = new WeakMap<XMLHttpRequest, string>();
  XMLHttpRequest.prototype.open = function (this: XMLHttpRequest, method: string, url: string | URL) {
    channels.set(this, channelOf(String(url)));
    note(channels.get(this) ?? '', String(url));
    Reflect.apply(open, this, [method, url]);
  };
  XMLHttpRequest.prototype.setRequestHeader = function (this: XMLHttpRequest, name, value) {
    note(channels.get(this) ?? '', name, value);
    setRequestHeader.call(this, name, value);
  };
  XMLHttpRequest.prototype.send = function (this: XMLHttpRequest, body) {
    note(channels.get(this) ?? '', body);
    send.call(this, body);
  };
  // Also what no script asked for, such as a picture.
  new PerformanceObserver((list) => {
    for (const { name } of list.getEntries()) {
      if (/^https?:/.test(name) && channelOf(name) === 'request elsewhere') note('request elsewhere', name);
    }
  }).observe({ type: 'resource', buffered: true });

  for (const level of ['log', 'info', 'warn', 'error', 'debug', 'table', 'trace'] as const) {
    const write = console[level].bind(console);
    console[level] = (...values: unknown[]) => {
      note('console', ...values);
      write(...values);
    };
  }
  window.addEventListener('error', ({ error, message }) => note('uncaught error', error, message));
  window.addEventListener('unhandledrejection', ({ reason }) => note('uncaught error', reason));
  const { dispatchEvent } = EventTarget.prototype;
  EventTarget.prototype.dispatchEvent = function (this: EventTarget, event) {
    if (event instanceof CustomEvent) note('event', event.type, event.detail);
    noteDom();
    return dispatchEvent.call(this, event);
  };
  const listen = (channel: string, prototype: { postMessage: (...values: never[]) => void }): void => {
    const { postMessage } = prototype;
    prototype.postMessage = function (this: unknown, ...values: never[]) {
      note(channel, ...values);
      Reflect.apply(postMessage, this, values);
    };
  };
  listen('message to a worker', Worker.prototype);
  listen('message to a worker', MessagePort.prototype);
  listen('message to another tab', BroadcastChannel.prototype);

  const noteDom = (root: Document | ShadowRoot = document): void => {
    for (const element of root.querySelectorAll('*')) {
      const channel = root instanceof ShadowRoot ? 'shadow DOM' : 'light DOM';
      if (element.localName === 'script') continue;
      for (const { name, value } of element.attributes) note(channel, name, value);
      for (const child of element.childNodes) if (child instanceof Text) note(channel, child.data);
      if (element instanceof HTMLInputElement && element.type !== 'file') note(channel, element.value);
      if (element.shadowRoot !== null) noteDom(element.shadowRoot);
    }
  };
  const answerOf = <T>(request: IDBRequest<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(new Error(`IndexedDB: ${String(request.error)}`));
    });
  const noteDatabases = async (): Promise<void> => {
    for (const { name = '' } of await indexedDB.databases()) {
      const database = await answerOf(indexedDB.open(name));
      for (const store of database.objectStoreNames) {
        const reading = database.transaction(store).objectStore(store);
        note('IndexedDB', name, store, await answerOf(reading.getAllKeys()));
        note('IndexedDB', await answerOf(database.transaction(store).objectStore(store).getAll()));
      }
      database.close();
    }
  };
  const lookAround = async (): Promise<void> => {
    noteDom();
    await noteDatabases();
    note('other storage', Object.entries(localStorage), Object.entries(sessionStorage), document.cookie);
    note('address', location.href, history.state, document.title);
    note('property', window.uploader.tasks, window.uploader.value);
  };
  Object.assign(window, { heard, secrets, lookAround });
}
