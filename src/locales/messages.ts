import type { RejectCode, UploadErrorCode } from '../errors.js';

/** What is known of the file or files that a text for a code speaks of. */
export type CodeFacts = {
  /** Name as the person knows it; hostile text, shown as text only. */
  readonly name: string;
  /** Its size, formatted; null where unknown. */
  readonly size: string | null;
  /** The limit that was broken, formatted; null where the text needs none or it is unknown. */
  readonly limit: string | null;
  /** How many files this text stands for. */
  readonly count: number;
  /** What the page's own `beforeAdd` said; empty otherwise. */
  readonly detail: string;
};

/** A text for an error or reject code: fixed, or made from what is known. */
export type CodeText = string | ((facts: CodeFacts) => string);

/**
 * Every text that people read, in one language. Sizes, durations and percents
 * arrive formatted for the language; counts arrive as numbers, since the form of
 * the noun depends on them. Keys that are codes hold the sentence for that code.
 */
export type Messages = Readonly<Record<UploadErrorCode | RejectCode, CodeText>> & {
  /** Name of the whole control where no label gives one. */
  readonly fileUpload: string;
  readonly dropFiles: string;
  readonly dropFile: string;
  /** Title where nothing can be dragged. */
  readonly addFiles: string;
  readonly addFile: string;
  readonly chooseFiles: string;
  readonly chooseFile: string;
  readonly chooseFolder: string;
  /** Where there is a camera and nothing can be dragged. */
  readonly takePhoto: string;
  /** Beside the button when files are in the list already. */
  readonly dropMore: string;
  /** Beside the button in single-file mode with a file in the list. */
  readonly dropAnother: string;
  readonly chooseAnother: string;
  /** While files are dragged over; null where the browser hides how many. */
  readonly dropToAdd: (count: number | null) => string;
  /** While some of what is dragged over is of a kind that is not accepted. */
  readonly dropLeavesOut: (count: number) => string;
  /** While all of it is. */
  readonly dropRefused: string;
  readonly chooserDisabled: string;
  readonly hintLargest: (size: string) => string;
  readonly hintKinds: (kinds: string) => string;
  readonly kindImages: string;
  readonly kindVideos: string;
  readonly kindAudio: string;
  readonly kindText: string;

  readonly listLabel: string;
  readonly summaryUploading: (files: number) => string;
  readonly summaryReady: (files: number) => string;
  readonly summaryPaused: string;
  readonly summaryDone: (files: number) => string;
  readonly summaryNeedsYou: (uploaded: number, needing: number) => string;
  readonly summaryCanceled: (files: number) => string;
  readonly doneOf: (done: number, files: number) => string;
  /** `sent` is a bare number in the unit of `total`. */
  readonly bytesOf: (sent: string, total: string) => string;
  readonly aboutTimeLeft: (duration: string) => string;
  readonly timeLeft: (duration: string) => string;
  readonly fewSecondsLeft: string;
  readonly progressOfAll: string;
  readonly progressOf: (name: string) => string;
  /** Spoken value of a progress bar; `left` is a `timeLeft` text or null. */
  readonly progressValue: (percent: string, left: string | null) => string;
  readonly savedBytes: (size: string) => string;

  /** Over the files of one folder. */
  readonly fileCount: (files: number) => string;
  /** Name of the group of filters. */
  readonly filterLabel: string;
  readonly filterAll: string;
  readonly filterUploading: string;
  readonly filterWaiting: string;
  readonly filterNeedsYou: string;
  readonly filterDone: string;
  /** Where no file is under the chosen filter. */
  readonly nothingHere: string;
  /** Several files failed with the same sentence. */
  readonly foldedErrors: (files: number, sentence: string) => string;
  /** Goes to what a note speaks of. */
  readonly show: string;

  readonly startAll: string;
  readonly pauseAll: string;
  readonly resumeAll: string;
  readonly retryAll: string;
  readonly removeAll: string;
  /** Of all that are not stored yet. */
  readonly cancelAll: string;
  readonly clearList: string;
  readonly dismiss: string;
  readonly tryAgain: string;

  readonly pause: string;
  readonly resume: string;
  readonly retry: string;
  readonly tryNow: string;
  readonly cancel: string;
  readonly remove: string;
  /** Takes a removal back. */
  readonly undo: string;
  /** Accessible name of a row's button, such as "Pause holiday.mp4". */
  readonly actionOn: (action: string, name: string) => string;

  readonly statusQueued: string;
  readonly statusChecking: string;
  readonly statusCheckingPercent: (percent: string) => string;
  readonly statusStarting: string;
  readonly statusFinishing: string;
  readonly statusPaused: string;
  readonly statusPausing: string;
  readonly statusStopping: string;
  readonly statusCompleted: string;
  readonly statusInstant: string;
  readonly statusHandedOver: string;
  readonly statusCanceled: string;
  /** Of a row that goes in a few seconds. */
  readonly statusRemoved: string;
  readonly waitOffline: string;
  readonly waitRetrying: string;
  readonly waitRetryingIn: (duration: string) => string;
  readonly waitServerBusy: string;
  readonly waitServerBusyIn: (duration: string) => string;
  readonly waitRenewing: string;
  readonly waitOtherTab: string;
  readonly waitHalted: string;

  readonly conflictQuestion: string;
  /** Where the page itself asks. */
  readonly conflictElsewhere: string;
  readonly keepBoth: string;
  readonly replace: string;
  readonly skip: string;
  readonly forAll: string;

  /** Uploads of an earlier visit that were not finished. */
  readonly earlierUploads: (count: number) => string;
  /** They go on once their files are chosen again. */
  readonly earlierNeedFiles: (count: number) => string;
  /** After the first names of a list. */
  readonly andMore: (count: number) => string;
  readonly continueEarlier: string;
  readonly discardEarlier: string;

  /** Adds a file that was left out for its name under a name that is allowed. */
  readonly addAs: (name: string) => string;
  readonly leftOut: (count: number) => string;
  readonly announceAdded: (count: number) => string;
  readonly announceFailed: (name: string) => string;
  /** While a batch goes on: how many are uploaded of how many, and how many need a person. */
  readonly announceSum: (completed: number, files: number, failed: number) => string;
  readonly announceSettled: (completed: number, failed: number) => string;

  readonly valueMissing: string;
  readonly tooFewFiles: (least: number) => string;
  readonly stillUploading: string;
  /** While a form waits for its files. */
  readonly submitWaits: string;
};

/** Texts that replace those of the language; from the property `messages`. */
export type MessageOverrides = Partial<Messages>;

/** The sentence for a code, made from what is known. */
export function codeSentence(text: CodeText, facts: CodeFacts): string {
  return typeof text === 'function' ? text(facts) : text;
}
