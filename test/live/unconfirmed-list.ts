import { checkInternationalHost, checkPartNumberRange, checkStatusCodes } from './check-answers.js';
import { checkLostInstant, checkSampleHash, checkSecond202, checkUpperCaseHash } from './check-hashes.js';
import { checkExpiredCode, checkHeaderLife, checkKeyLife } from './check-lives.js';
import {
  checkConflictAtConfirm,
  checkEmptyFile,
  checkMediaExtension,
  checkOddNames,
  checkTrafficLimit,
} from './check-names.js';
import { checkBearer, checkCustomHeaders, checkObjectCors } from './check-pages.js';
import type { LiveCheck } from './live-check.js';

/** What no document and no client proves of the real service; the component depends on none of it. */
export const unconfirmedList: readonly LiveCheck[] = [
  checkInternationalHost,
  checkHeaderLife,
  checkKeyLife,
  checkExpiredCode,
  checkObjectCors,
  checkBearer,
  checkCustomHeaders,
  checkTrafficLimit,
  checkOddNames,
  checkMediaExtension,
  checkStatusCodes,
  checkConflictAtConfirm,
  checkEmptyFile,
  checkUpperCaseHash,
  checkSampleHash,
  checkPartNumberRange,
  checkLostInstant,
  checkSecond202,
];
