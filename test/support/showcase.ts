import {
  FileRejectEvent,
  ResumeAvailableEvent,
  UploadConflictEvent,
  UploadErrorEvent,
} from '../../src/engine/engine-events.js';
import type { ResumableUpload } from '../../src/engine/resume-record.js';
import type { TaskSnapshot } from '../../src/engine/task-snapshot.js';
import { UploadError, type RejectCode, type UploadErrorCode } from '../../src/errors.js';
import { drawn, inside, type OwnFake } from './element-page.js';
import { fakeTask, type FakeUploader } from './fake-uploader.js';

const MB = 1_000_000;

type Show = (element: OwnFake, fake: FakeUploader) => void | Promise<void>;

const failedWith = (code: UploadErrorCode, fields: Partial<TaskSnapshot> = {}): TaskSnapshot =>
  fakeTask({
    name: 'Contract scan.pdf',
    size: 14.2 * MB,
    status: 'failed',
    error: new UploadError(code, code),
    ...fields,
  });

const sunrise = (fields: Partial<TaskSnapshot> = {}): TaskSnapshot =>
  fakeTask({ name: 'Beach sunrise.jpg', size: 2.4 * MB, type: 'image/jpeg', ...fields });

const film = (fields: Partial<TaskSnapshot> = {}): TaskSnapshot =>
  fakeTask({
    name: 'interview-with-a-very-long-name-that-no-row-can-hold-camera-B.mp4',
    size: 9.6 * MB,
    type: 'video/mp4',
    status: 'uploading',
    bytesSent: 4.1 * MB,
    bytesPerSecond: 45_000,
    secondsLeft: 118,
    ...fields,
  });

function drag(element: OwnFake, ...files: readonly File[]): void {
  const dataTransfer = new DataTransfer();
  for (const file of files) dataTransfer.items.add(file);
  inside(element, '[part~="drop-zone"]').dispatchEvent(
    new DragEvent('dragenter', { bubbles: true, composed: true, cancelable: true, dataTransfer }),
  );
}

function reject(fake: FakeUploader, name: string, code: RejectCode, message = ''): void {
  const file = new File(['x'], name);
  fake.tell(new FileRejectEvent({ file, relativePath: name, code, message }));
}

const mixed = (): readonly TaskSnapshot[] => [
  sunrise({ status: 'completed' }),
  failedWith('timeout'),
  film(),
  fakeTask({ name: 'Notes of the meeting.docx', size: 0.8 * MB }),
  fakeTask({
    name: 'Sea.png',
    relativePath: 'Holiday/2026/Sea.png',
    size: 5.1 * MB,
    status: 'hashing',
    bytesHashed: 2.2 * MB,
  }),
  fakeTask({
    name: 'Voice memo 12.m4a',
    size: 3.3 * MB,
    status: 'completed',
    instant: true,
    bytesSaved: 3.3 * MB,
  }),
];

/** Every state that a person can meet, by the name of its picture. */
export const showcase: Readonly<Record<string, Show>> = {
  empty: () => undefined,
  'empty-with-rules': (element) => {
    element.accept = 'image/*,.pdf';
    element.maxFileSize = '2GB';
    element.directories = true;
  },
  'empty-single': (element) => {
    element.multiple = false;
  },
  disabled: (element) => {
    element.disabled = true;
  },
  'dragging-over': (element) =>
    drag(element, new File(['x'], 'a.jpg', { type: 'image/jpeg' }), new File(['x'], 'b.jpg')),
  'dragging-over-list': (element, fake) => {
    fake.show(mixed());
    drag(element, new File(['x'], 'a.jpg', { type: 'image/jpeg' }));
  },
  'refused-drag': (element) => {
    element.accept = 'image/*';
    drag(element, new File(['x'], 'a.exe', { type: 'application/x-msdownload' }));
  },
  'partly-refused-drag': (element) => {
    element.accept = 'image/*';
    drag(
      element,
      new File(['x'], 'a.exe', { type: 'application/x-msdownload' }),
      new File(['x'], 'b.jpg', { type: 'image/jpeg' }),
    );
  },
  ready: (_, fake) =>
    fake.show([
      sunrise({ waitReason: 'halted' }),
      film({ status: 'queued', waitReason: 'halted', bytesSent: 0 }),
    ]),
  checking: (_, fake) =>
    fake.show([
      film({
        status: 'hashing',
        bytesSent: 0,
        bytesHashed: 3.2 * MB,
        secondsLeft: null,
        bytesPerSecond: null,
      }),
      sunrise({ status: 'authorizing' }),
    ]),
  uploading: (_, fake) =>
    fake.show([
      film(),
      sunrise({ status: 'confirming', bytesSent: 2.4 * MB }),
      sunrise({ id: 'b', name: 'b.jpg' }),
    ]),
  'waiting-with-countdown': (_, fake) =>
    fake.show([
      film({
        status: 'waiting',
        waitReason: 'network',
        retryAt: Date.now() + 8000,
        bytesPerSecond: null,
        secondsLeft: null,
      }),
      sunrise({ status: 'waiting', waitReason: 'server-busy', retryAt: Date.now() + 20_000 }),
    ]),
  offline: (_, fake) =>
    fake.show([
      film({ status: 'waiting', waitReason: 'offline', bytesPerSecond: null, secondsLeft: null }),
      sunrise(),
    ]),
  'other-tab': (_, fake) => fake.show([film({ status: 'queued', waitReason: 'other-tab', bytesSent: 0 })]),
  removed: async (element, fake) => {
    fake.show([film(), sunrise({ status: 'completed' })]);
    await drawn(element);
    await openList(element);
    inside(element, '[data-action="cancel"]').click();
  },
  'submit-held': (element, fake) => {
    const form = document.createElement('form');
    element.replaceWith(form);
    form.append(element);
    element.submitWait = true;
    fake.show([film(), sunrise({ status: 'completed' })]);
    form.requestSubmit();
  },
  paused: (_, fake) =>
    fake.show([
      film({ status: 'paused', bytesPerSecond: null, secondsLeft: null }),
      sunrise({ status: 'paused' }),
    ]),
  conflict: (_, fake) => fake.show([sunrise({ status: 'conflict' }), film()]),
  conflicts: (_, fake) =>
    fake.show([
      sunrise({ status: 'conflict' }),
      film({ status: 'conflict' }),
      fakeTask({ name: 'c.txt', status: 'conflict' }),
    ]),
  'conflict-asked-by-page': (element, fake) => {
    const task = sunrise({ status: 'conflict' });
    fake.show([task]);
    element.addEventListener('smh-upload-conflict', (event) => event.preventDefault(), { once: true });
    fake.tell(new UploadConflictEvent({ task, resolve: () => undefined }));
  },
  failed: (_, fake) => fake.show([failedWith('timeout'), film({ status: 'completed' })]),
  'failed-many': (_, fake) =>
    fake.show([
      ...(['network', 'file-changed', 'quota-exceeded', 'access-denied', 'invalid-name'] as const).map(
        (code) => failedWith(code, { id: code, name: `${code}.pdf` }),
      ),
      ...Array.from({ length: 4 }, (_unused, index) =>
        failedWith('timeout', { id: `t${String(index)}`, name: `No answer ${String(index)}.pdf` }),
      ),
    ]),
  completed: (_, fake) =>
    fake.show([sunrise({ status: 'completed', verified: true }), film({ status: 'completed' })]),
  'already-there': (_, fake) =>
    fake.show([sunrise({ status: 'completed', instant: true, bytesSaved: 2.4 * MB })]),
  canceled: (_, fake) => fake.show([sunrise({ status: 'canceled' })]),
  mixed: (_, fake) => fake.show(mixed()),
  'left-out': (element, fake) => {
    element.maxFileSize = '2GB';
    fake.show([sunrise({ status: 'completed' })]);
    reject(fake, 'Video of the party.mov', 'file-too-large');
    reject(fake, 'setup.exe', 'type-not-allowed');
  },
  'left-out-for-names': (_, fake) => {
    reject(fake, 'Plan 12:30?.pdf', 'invalid-name');
  },
  'left-out-many': (_, fake) => {
    for (let index = 0; index < 14; index++) reject(fake, `film ${String(index)}.mov`, 'file-too-large');
    for (let index = 0; index < 3; index++) reject(fake, '.DS_Store', 'junk');
    for (let index = 0; index < 5; index++) reject(fake, `Talk ${String(index)}?.mov`, 'invalid-name');
    reject(fake, 'odd.bin', 'custom', 'Ask your editor first.');
  },
  'queue-stopped': (_, fake) => {
    fake.show([sunrise({ waitReason: 'halted' }), film({ status: 'queued', waitReason: 'halted' })]);
    fake.tell(new UploadErrorEvent({ task: null, error: new UploadError('quota-exceeded', '') }));
  },
  earlier: (_, fake) => {
    fake.earlier = [earlier('Beach sunrise.jpg', true), earlier('Contract scan.pdf', true)];
    fake.tell(new ResumeAvailableEvent({ records: fake.earlier }));
  },
  'earlier-without-files': (_, fake) => {
    fake.earlier = [earlier('Beach sunrise.jpg', false)];
    fake.tell(new ResumeAvailableEvent({ records: fake.earlier }));
  },
  'two-hundred': (_, fake) =>
    fake.show(
      Array.from({ length: 200 }, (_unused, index) => {
        const name = `IMG_${String(4000 + index)}.jpg`;
        if (index < 75) return fakeTask({ name, size: 4.2 * MB, type: 'image/jpeg', status: 'completed' });
        if (index < 78)
          return fakeTask({
            name,
            size: 4.2 * MB,
            type: 'image/jpeg',
            status: 'uploading',
            bytesSent: 1.9 * MB,
            bytesPerSecond: 800_000,
            secondsLeft: 3,
          });
        if (index < 80) return failedWith('timeout', { id: name, name, size: 4.2 * MB });
        return fakeTask({ name, size: 4.2 * MB, type: 'image/jpeg' });
      }),
    ),
  folder: (_, fake) =>
    fake.show([
      ...['Sea.png', 'Sand.png', 'raw/Sun.png'].map((path, index) =>
        fakeTask({
          name: path.split('/').at(-1) ?? '',
          relativePath: `Holiday/2026/${path}`,
          size: 5.1 * MB,
          type: 'image/png',
          status: index === 0 ? 'completed' : 'queued',
        }),
      ),
      sunrise(),
    ]),
  'hostile-names': (_, fake) =>
    fake.show([
      fakeTask({ name: '<img src=x onerror=alert(1)>.png', status: 'uploading', bytesSent: 500 }),
      fakeTask({ name: 'annual\u202Efdp.exe', status: 'completed' }),
      fakeTask({ name: 'تقرير السنة 2026.pdf', status: 'completed' }),
      fakeTask({ name: '年度报告（最终版）.docx', status: 'completed' }),
    ]),
};

function earlier(name: string, hasHandle: boolean): ResumableUpload {
  return {
    id: name,
    name,
    relativePath: name,
    remotePath: [name],
    size: 2.4 * MB,
    type: '',
    lastModified: 0,
    bytesSent: 1.1 * MB,
    addedAt: Date.UTC(2026, 0, 1),
    hasHandle,
  };
}

/** Opens the list of the view that has it closed at first, where there are files. */
export async function openList(element: OwnFake): Promise<void> {
  element.shadowRoot
    ?.querySelector<HTMLElement>('[data-action="toggle-list"][aria-expanded="false"]')
    ?.click();
  await element.updateComplete;
}

/** Brings a placed element into a state of the showcase. @throws Error for a name that is none */
export async function showState(element: OwnFake, name: string): Promise<void> {
  const show = showcase[name];
  if (show === undefined) throw new Error(`The showcase has no state ${name}.`);
  await show(element, element.fake);
  await drawn(element);
}
