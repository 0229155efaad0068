import { expect } from '@esm-bundle/chai';
import { uploadInVain } from '../support/blocked-upload.js';
import { changeSettings, resetServer } from '../support/dev-server.js';
import { devServerInfo } from '../support/dev-server-info.js';
import { WAYS } from './ways-to-connect.js';

describe('an endpoint without CORS headers', () => {
  before(() => resetServer());
  after(() => resetServer());

  it('is told once, with what to change, and the queue rests', async () => {
    await changeSettings({ objectCors: false });
    // The object store is a server that answers, and does so without CORS headers.
    const endpoint = devServerInfo().objectOrigin;
    const { errors, statuses } = await uploadInVain({ ...WAYS.B(), endpoint });
    expect(errors.map(({ code }) => code)).to.deep.equal(['cors-blocked']);
    expect(errors[0]?.message).to.contain(endpoint).and.to.contain('CORS');
    expect(statuses).to.deep.equal(['failed', 'halted', 'halted']);
  });
});
