import { expect } from '@esm-bundle/chai';
import { collectEntries } from '../../src/intake/collect-entries.js';
import { isEditable, pastedFiles } from '../../src/intake/paste-entries.js';
import type { AddFilesInput } from '../../src/uploader.js';

const noon = new Date(2026, 10, 22, 14, 5, 33).getTime();

/** Pastes `files` at `target` and tells what `pastedFiles` made of it. */
function paste(files: readonly File[], target: Element = document.body, text = ''): AddFilesInput | null {
  const transfer = new DataTransfer();
  for (const file of files) {
    transfer.items.add(file);
  }
  if (text !== '') {
    transfer.setData('text/plain', text);
  }
  const event = new Event('paste', { bubbles: true, composed: true, cancelable: true });
  // Firefox and WebKit leave the `clipboardData` of a made ClipboardEvent empty.
  Object.defineProperty(event, 'clipboardData', { value: transfer });
  let taken: AddFilesInput | null = null;
  const listen = (): void => {
    taken = pastedFiles(event as ClipboardEvent, noon);
  };
  document.addEventListener('paste', listen, { once: true });
  target.dispatchEvent(event);
  document.removeEventListener('paste', listen);
  return taken;
}

function withElement<T>(html: string, act: (element: Element) => T): T {
  const host = document.body.appendChild(document.createElement('div'));
  host.innerHTML = html;
  const element = host.firstElementChild ?? host;
  try {
    return act(element);
  } finally {
    host.remove();
  }
}

describe('pastedFiles', () => {
  it('takes files under their names', async () => {
    const taken = paste([new File(['x'], 'notes.txt')]);
    expect(taken).to.not.equal(null);
    const { entries } = await collectEntries(taken ?? []);
    expect(entries.map((entry) => entry.relativePath)).to.deep.equal(['notes.txt']);
  });

  it('names copied pixels by the time, each its own', () => {
    const pixels = new File(['x'], 'image.png', { type: 'image/png' });
    const more = new File(['y'], 'Image.JPEG', { type: 'image/jpeg' });
    const other = new File(['z'], 'image1.png', { type: 'image/png' });
    expect(paste([pixels, more, other])).to.deep.equal([
      { file: pixels, name: 'Pasted image 2026-11-22 14.05.33.png' },
      { file: more, name: 'Pasted image 2026-11-22 14.05.33 (2).jpeg' },
      other,
    ]);
  });

  it('leaves a paste of text alone', () => {
    expect(paste([], document.body, 'some text')).to.equal(null);
  });

  for (const html of [
    '<input>',
    '<input type="search">',
    '<textarea></textarea>',
    '<p contenteditable>text</p>',
    '<div contenteditable><b>bold</b></div>',
  ]) {
    it(`does not steal from ${html}`, () => {
      const taken = withElement(html, (element) =>
        paste([new File([], 'a.txt')], element.querySelector('b') ?? element),
      );
      expect(taken).to.equal(null);
    });
  }

  it('does not steal from a field inside a shadow root', () => {
    const taken = withElement('<div></div>', (element) => {
      const field = element.attachShadow({ mode: 'open' }).appendChild(document.createElement('textarea'));
      return paste([new File([], 'a.txt')], field);
    });
    expect(taken).to.equal(null);
  });

  for (const html of [
    '<button>x</button>',
    '<input type="checkbox">',
    '<input type="file">',
    '<div tabindex="0"></div>',
  ]) {
    it(`takes files pasted at ${html}`, () => {
      expect(withElement(html, (element) => paste([new File([], 'a.txt')], element))).to.not.equal(null);
    });
  }
});

describe('isEditable', () => {
  it('is false for the document and the window, which end every composed path', () => {
    expect([isEditable(document), isEditable(window)]).to.deep.equal([false, false]);
  });
});
