export { createSmhBackend, type SmhBackendOptions } from './backend/smh-backend.js';
export { createUploader } from './create-uploader.js';
export * from './engine/engine-events.js';
export type * from './engine/options.js';
export type { ResumableUpload } from './engine/resume-record.js';
export type { TaskSnapshot, TaskStatus, Totals, WaitReason } from './engine/task-snapshot.js';
export { UploadError, type RejectCode, type UploadErrorCode } from './errors.js';
export type * from './protocol/types.js';
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
