import type { RejectCode, UploadErrorCode } from '../errors.js';
import type { CodeText, Messages } from './messages.js';
import { pluralizer } from './plural.js';

const plural = pluralizer('en');
const number = (count: number): string => plural(count, { other: '#' });

/** The sentences for codes, each a text or a function. */
export const enCodeTexts: Readonly<Record<UploadErrorCode | RejectCode, CodeText>> = {
  network: 'Connection lost. Your progress is kept.',
  offline: 'You’re offline. Your progress is kept.',
  timeout: 'The server isn’t answering. Your progress is kept.',
  'server-busy': 'The server is busy. Try again in a minute.',
  'rate-limited': 'Too many requests. Try again in a minute.',
  'service-unavailable': 'The server couldn’t take this file. Try again in a minute.',
  'access-denied': 'You can’t add files here. Ask the owner for access.',
  'token-invalid': 'You’ve been signed out. Sign in to go on.',
  'backend-failed': 'This site couldn’t start the upload. Try again later.',
  'upload-expired': 'This upload expired. Start it again.',
  'upload-gone': 'The server lost the first part. It has to start from the beginning.',
  'quota-exceeded': 'No space left. Free some up, then retry.',
  'name-conflict': 'A file with this name is already here. Rename yours.',
  'invalid-name': ({ count }) =>
    count > 1
      ? plural(count, { other: '# files have names that aren’t allowed. Rename them and add them again.' })
      : 'This name isn’t allowed. Rename the file and add it again.',
  'directory-not-found': 'This place no longer exists. Pick another.',
  'directory-name-taken': 'A file has the name of this folder. Rename one of them.',
  'type-not-allowed': ({ count, limit }) =>
    [
      plural(count, {
        one: 'This kind of file isn’t accepted here.',
        other: '# files aren’t of a kind accepted here.',
      }),
      ...(limit === null ? [] : [`Use ${limit}.`]),
    ].join(' '),
  'file-too-large': ({ count, size, limit }) =>
    [
      count === 1 && size !== null
        ? `Too big: ${size}.`
        : plural(count, { one: 'Too big.', other: '# files are too big.' }),
      ...(limit === null ? [] : [`The limit is ${limit}.`]),
    ].join(' '),
  'sensitive-content': 'The server won’t accept what is in this file.',
  'file-changed': 'The file changed while uploading. Choose it again.',
  'file-unreadable': 'Can’t open this file. It may have moved.',
  'integrity-mismatch': 'The copy didn’t match your file. Sending it again is safe.',
  'too-many-parts': 'Too big for this part size.',
  'part-refused': 'The storage didn’t take a piece of this file. Retry.',
  'cors-blocked': 'The storage doesn’t let this site upload. Tell the site’s owner.',
  'policy-blocked': 'This site’s security rules block the upload. Tell its owner.',
  'not-found': 'This place no longer exists. Pick another.',
  'outcome-unknown': 'It isn’t known whether this file arrived. Check before sending it again.',
  'invalid-answer': 'The server’s answer made no sense. Try again later.',
  'invalid-option': 'Uploading isn’t set up rightly here. Tell the site’s owner.',
  'unsupported-browser': 'This browser can’t upload here. Use a current one.',
  'worker-failed': 'The file couldn’t be checked. Try again.',
  canceled: 'Canceled',
  unknown: 'That didn’t work. Try again.',

  'too-many-files': ({ count, limit }) =>
    [
      limit === '1'
        ? 'Only one file fits here.'
        : limit === null
          ? 'No more files fit here.'
          : `Only ${limit} files fit here.`,
      plural(count, { one: 'This one was left out.', other: '# were left out.' }),
    ].join(' '),
  'file-too-small': ({ count, limit }) =>
    [
      plural(count, { one: 'This file is too small.', other: '# files are too small.' }),
      ...(limit === null ? [] : [`The least is ${limit}.`]),
    ].join(' '),
  'total-too-large': ({ limit }) =>
    limit === null
      ? 'These add up to more than fits here. Remove some to go on.'
      : `These add up to more than ${limit}. Remove some to go on.`,
  duplicate: ({ count }) =>
    plural(count, { one: 'Already in the list.', other: '# files are already in the list.' }),
  junk: ({ count }) =>
    plural(count, {
      one: 'Left out: made by the system.',
      other: '# files made by the system were left out.',
    }),
  unreadable: ({ count }) =>
    plural(count, {
      one: 'Can’t open this file. It may have moved.',
      other: 'Can’t open # files. They may have moved.',
    }),
  custom: ({ detail, count }) =>
    detail === ''
      ? plural(count, { one: 'This file isn’t accepted here.', other: '# files aren’t accepted here.' })
      : detail,
};

/** English, the language that is always there. */
export const en: Messages = {
  fileUpload: 'File upload',
  dropFiles: 'Drop files or folders here',
  dropFile: 'Drop a file here',
  addFiles: 'Add files',
  addFile: 'Add a file',
  chooseFiles: 'Choose files',
  chooseFile: 'Choose a file',
  chooseFolder: 'Choose folder',
  takePhoto: 'Take a photo',
  dropMore: 'Drop more files, or',
  dropAnother: 'Drop another file to replace it, or',
  chooseAnother: 'Choose another',
  dropToAdd: (count) =>
    count === null
      ? 'Drop to add files'
      : plural(count, { one: 'Drop to add # file', other: 'Drop to add # files' }),
  dropLeavesOut: (count) =>
    plural(count, {
      one: '# is of a kind that isn’t accepted, and will be left out',
      other: '# are of a kind that isn’t accepted, and will be left out',
    }),
  dropRefused: 'This kind of file isn’t accepted here',
  chooserDisabled: 'Adding files is switched off here.',
  hintLargest: (size) => `Up to ${size} each`,
  hintKinds: (kinds) => kinds,
  kindImages: 'Images',
  kindVideos: 'Videos',
  kindAudio: 'Audio',
  kindText: 'Text',

  listLabel: 'Files',
  summaryUploading: (files) => plural(files, { one: 'Uploading # file', other: 'Uploading # files' }),
  summaryReady: (files) => plural(files, { one: '# file ready to upload', other: '# files ready to upload' }),
  summaryPaused: 'Paused',
  summaryDone: (files) => plural(files, { one: '# file uploaded', other: '# files uploaded' }),
  summaryNeedsYou: (uploaded, needing) =>
    uploaded === 0
      ? plural(needing, { one: '# file needs you', other: '# files need you' })
      : `${number(uploaded)} uploaded, ${plural(needing, { one: '# needs you', other: '# need you' })}`,
  summaryCanceled: (files) => plural(files, { one: '# file canceled', other: '# files canceled' }),
  doneOf: (done, files) => `${number(done)} of ${number(files)} done`,
  bytesOf: (sent, total) => `${sent} of ${total}`,
  aboutTimeLeft: (duration) => `about ${duration} left`,
  timeLeft: (duration) => `${duration} left`,
  fewSecondsLeft: 'a few seconds left',
  progressOfAll: 'Progress of all files',
  progressOf: (name) => `Progress of ${name}`,
  progressValue: (percent, left) => (left === null ? percent : `${percent}, ${left}`),
  savedBytes: (size) => `${size} already there`,

  fileCount: (files) => plural(files, { one: '# file', other: '# files' }),
  filterLabel: 'Files to show',
  filterAll: 'All',
  filterUploading: 'Uploading',
  filterWaiting: 'Waiting',
  filterNeedsYou: 'Needs you',
  filterDone: 'Done',
  nothingHere: 'No files here at the moment.',
  foldedErrors: (files, sentence) => `${plural(files, { one: '# file', other: '# files' })}: ${sentence}`,
  show: 'Show',

  startAll: 'Start upload',
  pauseAll: 'Pause all',
  resumeAll: 'Resume all',
  retryAll: 'Retry all',
  removeAll: 'Remove all',
  cancelAll: 'Cancel all',
  clearList: 'Clear list',
  dismiss: 'Dismiss',
  tryAgain: 'Try again',

  pause: 'Pause',
  resume: 'Resume',
  retry: 'Retry',
  tryNow: 'Try now',
  cancel: 'Cancel',
  remove: 'Remove',
  undo: 'Undo',
  actionOn: (action, name) => `${action} ${name}`,

  statusQueued: 'Waiting',
  statusChecking: 'Checking',
  statusCheckingPercent: (percent) => `Checking ${percent}`,
  statusStarting: 'Starting…',
  statusFinishing: 'Finishing…',
  statusPaused: 'Paused',
  statusPausing: 'Pausing…',
  statusStopping: 'Stopping…',
  statusCompleted: 'Uploaded',
  statusInstant: 'Already there',
  statusHandedOver: 'Handed over',
  statusCanceled: 'Canceled',
  statusRemoved: 'Removed',
  waitOffline: 'You’re offline. Carries on by itself.',
  waitRetrying: 'Connection lost. Trying again…',
  waitRetryingIn: (duration) => `Connection lost. Trying again in ${duration}.`,
  waitServerBusy: 'The server is busy. Trying again…',
  waitServerBusyIn: (duration) => `The server is busy. Trying again in ${duration}.`,
  waitRenewing: 'Waiting for the server…',
  waitOtherTab: 'Uploading in another tab',
  waitHalted: 'Waiting until uploads can go on',

  conflictQuestion: 'A file with this name is already here.',
  conflictElsewhere: 'Waiting for your answer',
  keepBoth: 'Keep both',
  replace: 'Replace',
  skip: 'Skip',
  forAll: 'For all',

  earlierUploads: (count) =>
    plural(count, {
      one: '# upload from last time isn’t finished.',
      other: '# uploads from last time aren’t finished.',
    }),
  earlierNeedFiles: (count) =>
    plural(count, {
      one: 'Choose this file again to finish its upload.',
      other: 'Choose these # files again to finish their uploads.',
    }),
  andMore: (count) => `and ${number(count)} more`,
  continueEarlier: 'Continue',
  discardEarlier: 'Discard',

  addAs: (name) => `Add as “${name}”`,
  leftOut: (count) => plural(count, { one: '# file was left out', other: '# files were left out' }),
  announceAdded: (count) => plural(count, { one: '# file added', other: '# files added' }),
  announceFailed: (name) => `${name} didn’t upload`,
  announceSum: (completed, files, failed) =>
    failed === 0
      ? `${number(completed)} of ${number(files)} uploaded`
      : `${number(completed)} of ${number(files)} uploaded, ${plural(failed, { one: '# needs you', other: '# need you' })}`,
  announceSettled: (completed, failed) =>
    failed === 0
      ? plural(completed, { one: '# file uploaded', other: '# files uploaded' })
      : `${number(completed)} uploaded, ${plural(failed, { one: '# needs you', other: '# need you' })}`,

  valueMissing: 'Choose a file.',
  tooFewFiles: (least) =>
    plural(least, { one: 'Choose at least # file.', other: 'Choose at least # files.' }),
  submitWaits: 'Your form is sent once all files are uploaded.',
  stillUploading: 'Files are still uploading. Wait until they are done.',

  ...enCodeTexts,
};
