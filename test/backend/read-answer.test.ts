import { expect } from '@esm-bundle/chai';
import { isResponse, readAnswer, readBoundedText } from '../../src/backend/read-answer.js';
import { rejectionOf } from '../support/thrown-by.js';

const throwing = (): never => {
  throw new TypeError('as fetch does without a network');
};

const broken = (reason: unknown): Response =>
  new Response(new ReadableStream({ start: (stream) => stream.error(reason) }));

describe('isResponse', () => {
  it('takes a Response, and what can be read like one', () => {
    expect(isResponse(new Response())).to.equal(true);
    expect(isResponse({ status: 200, headers: new Headers(), text: () => '' })).to.equal(true);
  });

  for (const headers of [undefined, null, {}, 'x', { get: 5 }]) {
    it(`takes no object whose headers are ${JSON.stringify(headers)}`, () => {
      expect(isResponse({ status: 200, headers, text: () => '' })).to.equal(false);
    });
  }
});

describe('readAnswer', () => {
  for (const [what, answer] of [
    ['whose text is none', { status: 200, headers: new Headers(), text: () => undefined }],
    ['whose body is none', { status: 200, headers: new Headers(), body: { getReader: 5 }, text: () => 5 }],
    ['whose text throws', { status: 200, headers: new Headers(), text: throwing }],
    ['whose headers throw', { status: 200, headers: { get: throwing }, text: () => '{}' }],
    [
      'whose pieces are none',
      {
        status: 200,
        headers: new Headers(),
        body: { getReader: () => ({ read: () => ({ done: false, value: 5 }) }) },
        text: () => '{}',
      },
    ],
    ['whose traps throw', new Proxy({}, { has: throwing })],
    ['whose own fields throw', new Proxy({}, { getOwnPropertyDescriptor: throwing })],
  ] as const) {
    it(`is invalid-answer, and not tried again, for an answer ${what}`, async () => {
      const error = await rejectionOf(readAnswer(answer, 'backend.confirmUpload'));
      expect([error.code, error.retryable]).to.deep.equal(['invalid-answer', false]);
      expect(error.message).to.contain('backend.confirmUpload');
    });
  }

  for (const reason of [new TypeError('network error'), new DOMException('x', 'NetworkError')]) {
    it(`is network for a body that breaks off with a ${reason.name}`, async () => {
      const error = await rejectionOf(readAnswer(broken(reason), 'backend.confirmUpload'));
      expect([error.code, error.retryable]).to.deep.equal(['network', true]);
    });
  }
});

describe('readBoundedText', () => {
  /** An answer whose stream must not be touched. */
  function unstreamed(length: string): Response {
    const body = {
      getReader(): never {
        throw new Error('The stream was read.');
      },
    };
    const headers = new Headers({ 'content-length': length });
    return { status: 200, headers, body, text: () => Promise.resolve('whole') } as unknown as Response;
  }

  it('reads an answer that says it is short whole: by a stream it would be listed as canceled', async () => {
    expect(await readBoundedText(unstreamed('5'), 'Test')).to.equal('whole');
  });

  for (const length of ['65537', 'many']) {
    it(`reads an answer of "${length}" bytes by its stream, which can be stopped`, async () => {
      let message = '';
      await readBoundedText(unstreamed(length), 'Test').catch((thrown: Error) => {
        message = thrown.message;
      });
      expect(message).to.equal('The stream was read.');
    });
  }

  it('takes no longer text for a short one', async () => {
    const long = 'x'.repeat(4 * 1024 * 1024 + 1);
    const response = new Response(long, { headers: { 'content-length': '5' } });
    let code = '';
    await readBoundedText(response, 'Test').catch((thrown: { code: string }) => {
      code = thrown.code;
    });
    expect(code).to.equal('invalid-answer');
  });
});
