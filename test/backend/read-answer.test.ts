import { expect } from '@esm-bundle/chai';
import { isResponse, readAnswer } from '../../src/backend/read-answer.js';
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
