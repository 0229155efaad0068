import { expect } from '@esm-bundle/chai';
import { policyLine, PolicyWatch } from '../../src/diagnose/policy-watch.js';

describe('policyLine', () => {
  it('keeps what the directive allows, and adds to it', () => {
    expect(
      policyLine('connect-src', ['https://b.example'], "script-src 'self'; connect-src https://a.example"),
    ).to.equal('Content-Security-Policy: connect-src https://a.example https://b.example');
  });

  it("puts the source in place of 'none'", () => {
    expect(policyLine('connect-src', ['https://a.example'], "connect-src 'none'")).to.equal(
      'Content-Security-Policy: connect-src https://a.example',
    );
  });

  it('begins with what the directive falls back to, as it would end that', () => {
    expect(policyLine('connect-src', ['https://a.example'], "default-src 'self'")).to.equal(
      "Content-Security-Policy: connect-src 'self' https://a.example",
    );
    expect(policyLine('worker-src', ['blob:'], "default-src 'none'; script-src 'self'")).to.equal(
      "Content-Security-Policy: worker-src 'self' blob:",
    );
  });

  it('names each source once', () => {
    expect(policyLine('worker-src', ['blob:', 'blob:', null], 'worker-src blob:')).to.equal(
      'Content-Security-Policy: worker-src blob:',
    );
  });

  it('shows no nonce', () => {
    expect(policyLine('script-src', ["'wasm-unsafe-eval'"], "script-src 'nonce-c2VjcmV0'")).to.equal(
      "Content-Security-Policy: script-src 'nonce-…' 'wasm-unsafe-eval'",
    );
  });

  it('leaves a place for what is not known', () => {
    expect(policyLine('connect-src', ['https://a.example'])).to.equal(
      'Content-Security-Policy: connect-src … https://a.example',
    );
  });
});

/** What a browser fires for a request that was kept back. */
function violation(fields: SecurityPolicyViolationEventInit): Event {
  return new SecurityPolicyViolationEvent('securitypolicyviolation', {
    violatedDirective: 'connect-src',
    statusCode: 200,
    documentURI: location.href,
    disposition: 'enforce',
    ...fields,
  });
}

describe('PolicyWatch', () => {
  it('collects all that one directive kept back in its line', () => {
    const page = new EventTarget();
    const watch = new PolicyWatch(page);
    for (const blockedURI of ['https://a.example/one?token=hidden', 'https://b.example/', location.href]) {
      page.dispatchEvent(
        violation({ blockedURI, effectiveDirective: 'connect-src', originalPolicy: "connect-src 'none'" }),
      );
    }
    expect(watch.finding().status).to.equal('warning');
    expect(watch.finding().fix).to.equal(
      "Content-Security-Policy: connect-src https://a.example https://b.example 'self'",
    );
  });

  it('does not count what a policy only reports, nor what comes after its end', () => {
    const page = new EventTarget();
    const watch = new PolicyWatch(page);
    const kept = { blockedURI: 'https://a.example', effectiveDirective: 'connect-src', originalPolicy: '' };
    page.dispatchEvent(violation({ ...kept, disposition: 'report' }));
    watch.stop();
    page.dispatchEvent(violation(kept));
    expect(watch.finding().status).to.equal('ok');
  });

  it('advises nobody to allow inline scripts', () => {
    const page = new EventTarget();
    const watch = new PolicyWatch(page);
    page.dispatchEvent(
      violation({
        blockedURI: 'inline',
        effectiveDirective: 'script-src-elem',
        originalPolicy: "script-src 'self'",
      }),
    );
    expect(watch.finding()).to.deep.include({ status: 'warning' });
    expect(watch.finding().message).to.contain('script-src');
    expect(watch.finding()).not.to.have.property('fix');
  });
});
