import type { SmhUploader } from '../element/smh-uploader.js';

/**
 * Every property that a page may set, with the attribute that stands for its texts, numbers and booleans;
 * null where there is none. `accessToken` has one, but a token has no place in the source of a page, and
 * `value` is the attribute of `defaultValue`.
 */
export const ATTRIBUTES = {
  accept: 'accept',
  accessToken: null,
  backend: null,
  beforeAdd: null,
  callbackTimeout: null,
  capture: 'capture',
  concurrency: 'concurrency',
  conflictStrategy: 'conflict-strategy',
  defaultValue: null,
  directories: 'directories',
  directory: 'directory',
  disabled: 'disabled',
  dropTarget: 'drop-target',
  endpoint: 'endpoint',
  getAccessToken: null,
  hashEngine: 'hash-engine',
  keepHandles: 'keep-handles',
  libraryId: 'library-id',
  manualStart: 'manual-start',
  maxFileSize: 'max-file-size',
  maxFiles: 'max-files',
  maxTotalSize: 'max-total-size',
  messages: null,
  metadata: null,
  minFileSize: 'min-file-size',
  minFiles: 'min-files',
  multiple: 'multiple',
  name: 'name',
  noInstantUpload: 'no-instant-upload',
  noIntegrityCheck: 'no-integrity-check',
  noLeaveGuard: 'no-leave-guard',
  noPaste: 'no-paste',
  noPreviews: 'no-previews',
  noResume: 'no-resume',
  noWakeLock: 'no-wake-lock',
  onRequest: null,
  partNumberRange: 'part-number-range',
  partSize: 'part-size',
  preferSameOrigin: 'prefer-same-origin',
  requestHeaders: 'request-headers',
  required: 'required',
  resumeDays: 'resume-days',
  resumeScope: 'resume-scope',
  spaceId: 'space-id',
  stallTimeout: null,
  submitWait: 'submit-wait',
  trafficLimit: 'traffic-limit',
  uploader: null,
  uploadHosts: null,
  userId: 'user-id',
  value: null,
  valueFormat: 'value-format',
  view: 'view',
  webkitdirectory: 'webkitdirectory',
  withCredentials: 'with-credentials',
  workerUrl: 'worker-url',
} as const satisfies { readonly [K in keyof SmhUploader]?: string | null };

/** A property that a page may set. */
export type SettingName = keyof typeof ATTRIBUTES;

/** What is a choice among few, where the element as such takes any text that an attribute may hold. */
type Choices = {
  conflictStrategy: 'rename' | 'ask' | 'overwrite';
  hashEngine: 'auto' | 'wasm' | 'native';
  partNumberRange: 'off' | 'string' | 'list';
  valueFormat: 'path' | 'json';
  view: 'list' | 'grid' | 'compact' | 'none';
};

/** All that can be set, by the names of the properties. */
export type Settings = {
  [K in SettingName]?: (K extends keyof Choices ? Choices[K] : SmhUploader[K]) | undefined;
};
