import { expect } from '@esm-bundle/chai';
import { act, createElement, createRef, StrictMode } from 'react';
import type { ComponentProps, ReactNode } from 'react';
import { createRoot } from 'react-dom/client';
import type { Root } from 'react-dom/client';
import { UploadCancelEvent, UploadStartEvent } from '../../src/engine/engine-events.js';
import { SmhUploader as SmhUploaderElement } from '../../src/index.js';
import type { UploadBackend } from '../../src/protocol/types.js';
import { SmhUploader } from '../../src/wrappers/react.js';
import { resetServer, storedFiles } from '../support/dev-server.js';
import { fakeTask, FakeUploader } from '../support/fake-uploader.js';
import { patternFile } from '../support/pattern.js';
import { until } from '../support/until.js';
import { WAYS } from '../wire/ways-to-connect.js';

type Props = ComponentProps<typeof SmhUploader>;

Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });

describe('the React component in StrictMode', () => {
  let container: HTMLElement;
  let root: Root;
  let errors: string[];
  const consoleError = console.error;

  beforeEach(() => {
    errors = [];
    console.error = (...texts: unknown[]) => errors.push(texts.map(String).join(' '));
    container = document.body.appendChild(document.createElement('div'));
    root = createRoot(container);
  });
  afterEach(() => {
    act(() => root.unmount());
    container.remove();
    console.error = consoleError;
    expect(errors, 'what React complained of').to.deep.equal([]);
  });

  const draw = (props: Props, ...children: ReactNode[]): SmhUploaderElement => {
    act(() => root.render(createElement(StrictMode, null, createElement(SmhUploader, props, ...children))));
    const element = container.firstElementChild;
    if (!(element instanceof SmhUploaderElement)) throw new Error('the element is not there');
    return element;
  };

  it('calls a handler once for an event, with the element as current target', async () => {
    const uploader = new FakeUploader();
    const calls: unknown[] = [];
    const element = draw({
      uploader,
      onUploadStart: ({ detail, currentTarget }) => calls.push(detail.task.id, currentTarget),
    });
    await element.updateComplete;
    uploader.tell(new UploadStartEvent({ task: fakeTask({ id: 'a' }) }));
    expect(calls).to.deep.equal(['a', element]);
  });

  it('calls the handler of the last render, and none that is gone', async () => {
    const uploader = new FakeUploader();
    const calls: string[] = [];
    const task = fakeTask();
    draw({ uploader, onUploadStart: () => calls.push('first'), onUploadCancel: () => calls.push('gone') });
    const element = draw({ uploader, onUploadStart: () => calls.push('second') });
    await element.updateComplete;
    uploader.tell(new UploadStartEvent({ task }));
    uploader.tell(new UploadCancelEvent({ task }));
    expect(calls).to.deep.equal(['second']);
  });

  it('gives the element to a ref, and takes it back', () => {
    const ref = createRef<SmhUploaderElement>();
    const seen: (SmhUploaderElement | null)[] = [];
    const element = draw({ ref });
    expect(ref.current).to.equal(element);
    draw({ ref: (node) => void seen.push(node) });
    expect(ref.current).to.equal(null);
    expect(seen.at(-1)).to.equal(element);
    act(() => root.render(null));
    expect(seen.at(-1)).to.equal(null);
  });

  it('sets what is given, and unsets what is given no more', () => {
    const messages = { chooseFiles: 'Pick' };
    const target = document.createElement('div');
    const element = draw({ multiple: true, maxFiles: 3, libraryId: 'a', messages, dropTarget: target });
    expect([element.multiple, Number(element.maxFiles), element.libraryId]).to.deep.equal([true, 3, 'a']);
    expect([element.messages, element.dropTarget]).to.deep.equal([messages, target]);
    draw({ dropTarget: 'page', multiple: false });
    expect(element.dropTarget).to.equal('page');
    expect([element.multiple, element.maxFiles, element.libraryId, element.messages].some(Boolean)).to.equal(
      false,
    );
    draw({});
    expect(element.dropTarget ?? null).to.equal(null);
  });

  it("takes HTML's own attributes, and takes them away", () => {
    const element = draw({ lang: 'fr', className: 'wide', hidden: true, 'aria-label': 'Files', title: 'T' });
    expect([element.lang, element.className, element.hidden, element.title]).to.deep.equal([
      'fr',
      'wide',
      true,
      'T',
    ]);
    draw({ hidden: false });
    expect(element.getAttributeNames()).to.deep.equal([]);
  });

  it('writes no access token into the page', () => {
    draw({ accessToken: 'a-secret', endpoint: '/smh' });
    expect(container.innerHTML).not.to.contain('secret');
  });

  it('puts children into the slots', () => {
    const element = draw({}, createElement('span', { slot: 'hint', key: 1 }, 'Photos'));
    expect(element.querySelector('[slot=hint]')?.textContent).to.equal('Photos');
  });

  it('goes on with an upload whatever backend a render brings, and asks the last one', async () => {
    await resetServer();
    const real = WAYS.C().backend;
    if (real?.getUploadToken === undefined || real.confirmUpload === undefined) throw new Error('no backend');
    const { getUploadToken, confirmUpload } = real;
    const asked: string[] = [];
    const stored: string[] = [];
    const backendOf = (render: number): UploadBackend => ({
      getUploadToken: (request, options) => {
        asked.push(`token ${String(render)}`);
        return getUploadToken(request, options);
      },
      confirmUpload: (request, options) => {
        asked.push(`confirm ${String(render)}`);
        return confirmUpload(request, options);
      },
    });
    let renders = 0;
    const drawAnew = (): SmhUploaderElement => {
      renders += 1;
      return draw({
        noInstantUpload: true,
        backend: backendOf(renders),
        onUploadStateChange: () => drawAnew(),
        onUploadSuccess: ({ detail }) => stored.push(detail.task.name),
      });
    };
    const element = drawAnew();
    await element.addFiles(patternFile('drawn-anew.bin', 3_000_000));
    await until(() => Promise.resolve(stored.length > 0), 'the file is stored');
    expect(stored).to.deep.equal(['drawn-anew.bin']);
    expect((await storedFiles()).map(({ name }) => name)).to.deep.equal(['drawn-anew.bin']);
    expect(asked).to.have.length(2);
    const [token, confirm] = asked.map((text) => Number(text.split(' ')[1]));
    expect(Number(confirm)).to.be.greaterThan(Number(token));
  });
});
