import { expect } from '@esm-bundle/chai';
import { allInside, inside, OwnFake, place, withWarnings } from '../support/element-page.js';
import type { FakeUploader } from '../support/fake-uploader.js';

describe('UploaderProperties', () => {
  let element: OwnFake;
  let fake: FakeUploader;

  beforeEach(() => {
    element = new OwnFake();
    fake = element.fake;
  });

  afterEach(() => {
    element.remove();
    document.body.replaceChildren();
  });

  it('keeps the access token when the same endpoint is set again', async () => {
    Object.assign(element, { endpoint: '/one', accessToken: 'first' });
    await place(element);
    element.setAttribute('endpoint', '/one');
    element.endpoint = '/one';
    await element.updateComplete;
    element.directory = 'x';
    await element.updateComplete;
    expect(fake.options.accessToken).to.equal('first');
  });

  it('takes null, as frameworks set it, for not set', async () => {
    const names = [
      'name accept capture endpoint libraryId spaceId userId directory maxFiles maxFileSize minFileSize',
      'maxTotalSize conflictStrategy concurrency partSize trafficLimit dropTarget workerUrl hashEngine',
      'partNumberRange view requestHeaders getAccessToken backend messages metadata beforeAdd',
      'callbackTimeout stallTimeout onRequest uploadHosts multiple required disabled manualStart',
    ];
    const warnings = await withWarnings(async () => {
      Object.assign(
        element,
        Object.fromEntries(names.flatMap((line) => line.split(' ')).map((name) => [name, null])),
      );
      element.value = ['a.txt'];
      await place(element);
    });
    expect(warnings).to.deep.equal([]);
    expect(Object.entries(fake.options).filter(([, value]) => value === null)).to.deep.equal([]);
    expect(fake.options.manualStart).to.equal(false);
    expect(inside(element, '.zone-hint').textContent?.trim()).to.equal('');
    expect(inside(element, '.picker').hasAttribute('accept')).to.equal(false);
    const form = document.createElement('form');
    document.body.append(form);
    form.append(element);
    element.value = ['b.txt'];
    expect([...new FormData(form)]).to.deep.equal([]);
  });

  it('takes the text "false" as property of an own boolean for absent', async () => {
    const own = [
      'directories',
      'manualStart',
      'preferSameOrigin',
      'noInstantUpload',
      'noIntegrityCheck',
      'noLeaveGuard',
      'noWakeLock',
      'withCredentials',
    ];
    for (const name of own) Reflect.set(element, name, 'false');
    await place(element);
    for (const name of own) expect(Reflect.get(fake.options, name), name).to.equal(false);
    expect(fake.options.multiple).to.equal(false);
    expect(allInside(element, '[data-action="choose-folder"]')).to.have.length(0);
  });

  it('never takes an empty limit for none', async () => {
    const limits = ['max-files', 'max-file-size', 'min-file-size', 'max-total-size'];
    await withWarnings(async () => {
      for (const name of limits) element.setAttribute(name, '');
      await place(element);
    });
    const { maxFiles, maxFileSize, minFileSize, maxTotalSize } = fake.options;
    expect([maxFiles, maxFileSize, minFileSize, maxTotalSize]).to.deep.equal(['', '', '', '']);
  });

  it('refuses files under an empty limit, and takes them again once it is gone', async () => {
    const real = document.createElement('smh-uploader');
    real.manualStart = true;
    document.body.append(real);
    try {
      await withWarnings(async () => {
        real.setAttribute('max-file-size', '');
        const { rejected } = await real.addFiles(new File(['x'], 'x.txt'));
        expect(rejected.map(({ code }) => code)).to.deep.equal(['invalid-option']);
      });
      real.removeAttribute('max-file-size');
      expect((await real.addFiles(new File(['x'], 'x.txt'))).accepted).to.have.length(1);
      real.cancel();
    } finally {
      real.remove();
    }
  });
});
