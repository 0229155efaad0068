import assert from 'node:assert/strict';
import { readdirSync, statSync } from 'node:fs';
import { request, type ClientRequest } from 'node:http';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import type { DevServer } from '../../demo/server/create-dev-server.js';
import { withServer } from './with-server.js';

const BOUNDARY = 'abcdef';

/** A form up to the boundary after the file, and what ends it. */
function formOf(form: Record<string, string>, content: string): { head: string; end: string } {
  const fields = Object.entries(form).map(
    ([name, value]) => `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  );
  const file = `--${BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="x"\r\n\r\n${content}\r\n`;
  return { head: `${fields.join('')}${file}--${BOUNDARY}`, end: '--\r\n' };
}

function open(domain: unknown, bytes: number): { sent: ClientRequest; status: Promise<number> } {
  const sent = request(`http://${String(domain)}/`, {
    method: 'POST',
    headers: { 'content-type': `multipart/form-data; boundary=${BOUNDARY}`, 'content-length': bytes },
  });
  const status = new Promise<number>((done, fail) => {
    sent.on('response', (response) => {
      response.resume();
      done(response.statusCode ?? 0);
    });
    sent.on('error', fail);
  });
  return { sent, status };
}

const blobsOf = ({ dir }: DevServer): string[] => readdirSync(join(dir, 'blobs'));

describe('a form upload', () => {
  it('leaves nothing behind where a field follows the file', async () => {
    await withServer({}, async (server, client) => {
      const { json } = await client.api('POST', 'a.txt');
      const { head } = formOf(json['form'] as Record<string, string>, 'hello');
      const text = `${head}\r\nContent-Disposition: form-data; name="late"\r\n\r\nx\r\n--${BOUNDARY}--\r\n`;
      const { sent, status } = open(json['domain'], text.length);
      sent.end(text);
      assert.equal(await status, 400);
      assert.deepEqual(blobsOf(server), []);
    });
  });

  it('leaves nothing behind where the file is too large', async () => {
    await withServer({ partMaxBytes: 4 }, async (server, client) => {
      const { json } = await client.api('POST', 'a.txt');
      const { head, end } = formOf(json['form'] as Record<string, string>, 'hello');
      const { sent, status } = open(json['domain'], head.length + end.length);
      sent.end(head + end);
      assert.equal(await status, 400);
      assert.deepEqual(blobsOf(server), []);
    });
  });

  it('is refused where it was canceled between the file and the end of the form', async () => {
    await withServer({}, async (server, client) => {
      const { json } = await client.api('POST', 'a.txt');
      const { head, end } = formOf(json['form'] as Record<string, string>, 'hello');
      const { sent, status } = open(json['domain'], head.length + end.length);
      sent.write(head);
      const isWritten = (): boolean =>
        blobsOf(server).some((name) => statSync(join(server.dir, 'blobs', name)).size === 'hello'.length);
      while (!isWritten()) await new Promise((done) => setTimeout(done, 10));
      // The sums are finished just after the bytes.
      await new Promise((done) => setTimeout(done, 50));
      await client.api('DELETE', String(json['confirmKey']), 'upload');
      sent.end(end);
      assert.equal(await status, 404);
      assert.deepEqual(blobsOf(server), []);
    });
  });
});
