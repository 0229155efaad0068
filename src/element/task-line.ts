import type { TemplateResult } from 'lit';
import type { TaskSnapshot } from '../engine/task-snapshot.js';
import { codeSentence } from '../locales/messages.js';
import type { Messages } from '../locales/messages.js';
import { FEW_SECONDS } from './format.js';
import type { Formats } from './format.js';
import { icons } from './icons.js';

/** The second line of a row. */
export type TaskLine = {
  readonly icon: TemplateResult | null;
  readonly tone: 'muted' | 'success' | 'warning' | 'danger';
  /** In order. */
  readonly pieces: readonly TaskLinePiece[];
};

/** Rank 1 stays at any width, 3 goes first as the row gets narrow. */
export type TaskLinePiece = { readonly text: string; readonly rank: 1 | 2 | 3 };

type Wording = { readonly messages: Messages; readonly formats: Formats };

/**
 * What the second line of a row says.
 *
 * @param secondsToRetry whole seconds until the next try; null where none is planned
 */
export function taskLine(task: TaskSnapshot, wording: Wording, secondsToRetry: number | null): TaskLine {
  const { messages, formats } = wording;
  const size = formats.bytes(task.size);
  const sent = messages.bytesOf(formats.bytesAsIn(task.bytesSent, task.size), size);
  switch (task.status) {
    case 'queued':
      return task.waitReason === null || task.waitReason === 'halted'
        ? line(icons.clock, 'muted', size, messages.statusQueued)
        : line(icons.clock, 'muted', waitText(task, wording, secondsToRetry));
    case 'hashing':
      return statusLine(icons.clock, size, checkingText(task, wording));
    case 'authorizing':
      return line(icons.clock, 'muted', size, endingText(task, messages) ?? messages.statusStarting);
    case 'uploading':
      return { icon: null, tone: 'muted', pieces: movingPieces(task, sent, wording) };
    case 'confirming':
      return line(null, 'muted', size, endingText(task, messages) ?? messages.statusFinishing);
    case 'waiting':
      return line(
        task.waitReason === 'offline' ? icons.offline : icons.retry,
        'warning',
        waitText(task, wording, secondsToRetry),
      );
    case 'conflict':
      return line(icons.alert, 'warning', messages.conflictQuestion);
    case 'paused':
      return statusLine(icons.pause, task.bytesSent > 0 ? sent : size, messages.statusPaused);
    case 'completed':
      return line(
        icons.tick,
        'success',
        ...(task.size > 0 || task.file ? [size] : []),
        completedText(task, messages),
      );
    case 'failed':
      return line(icons.alert, 'danger', errorText(task, wording));
    case 'canceled':
      return line(null, 'muted', size, messages.statusCanceled);
  }
}

/** Time left as people read it, shown calmly. */
export function timeLeftText(seconds: number, { messages, formats }: Wording): string {
  return seconds < FEW_SECONDS ? messages.fewSecondsLeft : messages.timeLeft(formats.duration(seconds));
}

/** What a row says that goes in some seconds. */
export function removedLine({ messages }: Wording): TaskLine {
  return line(null, 'muted', messages.statusRemoved);
}

/** The sentence for what a task failed with. */
export function errorText(task: TaskSnapshot, { messages, formats }: Wording): string {
  return codeSentence(messages[task.error?.code ?? 'unknown'], {
    name: task.name,
    size: formats.bytes(task.size),
    limit: null,
    count: 1,
    detail: '',
  });
}

function line(icon: TemplateResult | null, tone: TaskLine['tone'], ...texts: readonly string[]): TaskLine {
  return { icon, tone, pieces: texts.map((text) => ({ text, rank: 1 })) };
}

function movingPieces(task: TaskSnapshot, sent: string, wording: Wording): readonly TaskLinePiece[] {
  const { bytesPerSecond, secondsLeft } = task;
  const pieces: TaskLinePiece[] = [{ text: sent, rank: secondsLeft === null ? 1 : 2 }];
  if (bytesPerSecond !== null) {
    pieces.push({ text: wording.formats.rate(bytesPerSecond), rank: 3 });
  }
  if (secondsLeft !== null) {
    pieces.push({ text: timeLeftText(secondsLeft, wording), rank: 1 });
  }
  return pieces;
}

/** The status says it all where there is no room for the amount. */
function statusLine(icon: TemplateResult, amount: string, status: string): TaskLine {
  return {
    icon,
    tone: 'muted',
    pieces: [
      { text: amount, rank: 2 },
      { text: status, rank: 1 },
    ],
  };
}

function checkingText(task: TaskSnapshot, { messages, formats }: Wording): string {
  return task.bytesHashed > 0 && task.size > 0
    ? messages.statusCheckingPercent(formats.percent(task.bytesHashed / task.size, false))
    : messages.statusChecking;
}

/** A commit under way decides before a pause or a cancel takes effect. */
function endingText(task: TaskSnapshot, messages: Messages): string | null {
  switch (task.waitReason) {
    case 'canceled':
      return messages.statusStopping;
    case 'paused':
      return messages.statusPausing;
    default:
      return null;
  }
}

function completedText(task: TaskSnapshot, messages: Messages): string {
  if (task.instant) {
    return messages.statusInstant;
  }
  return task.result === null && task.confirmKey !== null
    ? messages.statusHandedOver
    : messages.statusCompleted;
}

function waitText(task: TaskSnapshot, { messages, formats }: Wording, seconds: number | null): string {
  const duration = seconds === null || seconds <= 0 ? null : formats.exactSeconds(seconds);
  switch (task.waitReason) {
    case 'offline':
      return messages.waitOffline;
    case 'server-busy':
    case 'rate-limited':
      return duration === null ? messages.waitServerBusy : messages.waitServerBusyIn(duration);
    case 'renewing':
      return messages.waitRenewing;
    case 'other-tab':
      return messages.waitOtherTab;
    case 'halted':
      return messages.waitHalted;
    case 'canceled':
      return messages.statusStopping;
    case 'paused':
      return messages.statusPausing;
    case 'network':
    case null:
      return duration === null ? messages.waitRetrying : messages.waitRetryingIn(duration);
  }
}
