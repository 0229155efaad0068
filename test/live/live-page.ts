import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { openBrowser } from '../e2e/support/drivers.js';
import type { PageDriver } from '../e2e/support/page-driver.js';

/** What a script of a page can see of an answer. */
export type SeenAnswer = {
  /** 0: the browser shows nothing, be it for CORS or for the network. */
  readonly status: number;
  /** Names of the headers that can be read, in lower case. */
  readonly headers: readonly string[];
  readonly text: string;
};

/** One request from a page. */
export type PageRequest = {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Null: none. */
  readonly body: string | null;
};

/** A page of an origin of its own in Chromium. */
export type LivePage = {
  send(request: PageRequest): Promise<SeenAnswer>;
  close(): Promise<void>;
};

/** @throws {Error} when Chromium is not installed or does not start */
export async function openLivePage(): Promise<LivePage> {
  const driver: PageDriver = await openBrowser('chromium');
  const server = createServer((_, response) => {
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.end('<!doctype html><title>live check</title>');
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  await driver.open(`http://127.0.0.1:${String((server.address() as AddressInfo).port)}/`);
  return {
    send: (request) => driver.evaluate(sendAndSee, request),
    async close() {
      await driver.close();
      server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
}

/** Sent into the page as text. */
function sendAndSee({ method, url, headers, body }: PageRequest): Promise<SeenAnswer> {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open(method, url);
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.addEventListener('loadend', () => {
      const names = request
        .getAllResponseHeaders()
        .split('\r\n')
        .filter((line) => line !== '')
        .map((line) => line.slice(0, line.indexOf(':')).toLowerCase());
      resolve({ status: request.status, headers: names, text: request.responseText.slice(0, 1000) });
    });
    request.send(body);
  });
}
