import { expect } from '@esm-bundle/chai';
import { FileRejectEvent } from '../../src/engine/engine-events.js';
import { Announcer } from '../../src/element/announcer.js';
import { Notices } from '../../src/element/notices.js';
import { en } from '../../src/locales/en.js';

describe('Notices', () => {
  it('grows one list while files are left out, and begins another when told to forget', () => {
    const host = {
      addController: () => {},
      removeController: () => {},
      requestUpdate: () => {},
      updateComplete: Promise.resolve(true),
    };
    const announcer = new Announcer(host);
    const notices = new Notices(announcer, () => en);
    const { rejections } = notices;
    for (const name of ['a', 'b']) {
      notices.onReject(
        new FileRejectEvent({ file: new File([], name), relativePath: name, code: 'junk', message: '' }),
      );
    }
    expect(notices.rejections).to.equal(rejections);
    expect(notices.rejections.map(({ relativePath }) => relativePath)).to.deep.equal(['a', 'b']);
    notices.forget();
    expect(notices.rejections).to.have.length(0);
    expect(rejections).to.have.length(2);
    announcer.hostDisconnected();
  });
});
