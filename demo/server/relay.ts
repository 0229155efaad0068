import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import type { SmhCall, SmhClient } from './smh-client.js';

/** Headers of the service's answer that are passed on. */
const PASSED_ON = ['content-type', 'content-length', 'retry-after', 'x-smh-request-id', 'x-request-id'];

/** Makes a call and hands its answer on as it comes. */
export async function relay(client: SmhClient, call: SmhCall, response: ServerResponse): Promise<void> {
  const { response: answer, body } = await client.call(call);
  if (response.destroyed) return void answer.destroy();
  response.writeHead(answer.statusCode ?? 502, { ...passedOn(answer), 'Cache-Control': 'no-store' });
  if (body !== null) response.end(body);
  else await pipeline(answer, response);
}

function passedOn(answer: IncomingMessage): Record<string, string> {
  const names = Object.keys(answer.headers).filter(
    (name) => PASSED_ON.includes(name) || name.startsWith('x-smh-'),
  );
  return Object.fromEntries(names.map((name) => [name, String(answer.headers[name])]));
}

/** Answers with JSON. */
export function sendJson(response: ServerResponse, status: number, json: unknown): void {
  const text = JSON.stringify(json);
  response.writeHead(status, {
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Length': Buffer.byteLength(text),
    'Cache-Control': 'no-store',
  });
  response.end(text);
}
