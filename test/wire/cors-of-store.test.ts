import { expect } from '@esm-bundle/chai';
import { uploadInVain } from '../support/blocked-upload.js';
import { changeSettings, resetServer, served, storedFiles } from '../support/dev-server.js';
import { devServerInfo } from '../support/dev-server-info.js';
import { WAYS } from './ways-to-connect.js';

describe('a bucket without a CORS rule', () => {
  before(() => resetServer());
  after(() => resetServer());

  it('is told once, with what to change, and the queue rests', async () => {
    await changeSettings({ objectCors: false });
    const { errors, statuses } = await uploadInVain(WAYS.B());
    expect(errors.map(({ code }) => code)).to.deep.equal(['cors-blocked']);
    expect(errors[0]?.message).to.contain(devServerInfo().objectOrigin).and.to.contain('CORS');
    expect(statuses).to.deep.equal(['failed', 'halted', 'halted']);
    expect(await storedFiles()).to.deep.equal([]);
    expect((await served()).filter(({ kind }) => kind === 'confirm')).to.deep.equal([]);
  });
});
