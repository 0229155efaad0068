import { SmhUploader } from './element/smh-uploader.js';

SmhUploader.define('smh-uploader');

export { SmhUploader };
export { createSmhBackend } from './backend/smh-backend.js';
export type { SmhBackendOptions } from './backend/smh-backend.js';
export {
  FileRejectEvent,
  FilesAddEvent,
  QueueProgressEvent,
  QueueSettleEvent,
  ResumeAvailableEvent,
  TaskRemoveEvent,
  UploadCancelEvent,
  UploadConflictEvent,
  UploadErrorEvent,
  UploadProgressEvent,
  UploadStartEvent,
  UploadStateChangeEvent,
  UploadSuccessEvent,
} from './engine/engine-events.js';
export type { ConflictChoice, Rejection, UploaderEvent, UploaderEventMap } from './engine/engine-events.js';
export type * from './engine/options.js';
export type { ResumableUpload } from './engine/resume-record.js';
export type { TaskSnapshot, TaskStatus, Totals, WaitReason } from './engine/task-snapshot.js';
export { UploadError } from './errors.js';
export type { RejectCode, UploadErrorCode } from './errors.js';
export { registerLocale } from './locales/registry.js';
export type { CodeFacts, CodeText, MessageOverrides, Messages } from './locales/messages.js';
export type {
  ConfirmRequest,
  ConflictStrategy,
  FileInfo,
  FileMetadata,
  RemotePath,
  RenewRequest,
  StoredFile,
  UploadBackend,
  UploadTokenRequest,
} from './protocol/types.js';
export type {
  AddFilesInput,
  AddFilesResult,
  ContinueResult,
  DiagnoseOptions,
  DiagnosisCheck,
  DiagnosisCheckId,
  DiagnosisReport,
  FileInput,
  Uploader,
} from './uploader.js';
