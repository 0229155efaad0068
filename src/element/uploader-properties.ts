import { LitElement } from 'lit';
import type { PropertyDeclaration, PropertyValues } from 'lit';
import { property } from 'lit/decorators.js';
import type {
  BeforeAdd,
  GetAccessToken,
  RequestHeaders,
  RequestReport,
  SizeOption,
  UploaderOptions,
} from '../engine/options.js';
import type { MessageOverrides } from '../locales/messages.js';
import type { FileMetadata, UploadBackend } from '../protocol/types.js';
import { isOn, limitText, ownBoolean, textOrUnset } from './attribute-converters.js';
import type { DropTarget } from './drop-target.js';
import { readChoice, readCount, readRequestHeaders } from './read-settings.js';

/** Properties that the uploader never hears of. */
const VIEW_ONLY: ReadonlySet<PropertyKey> = new Set<PropertyKey>([
  'required',
  'minFiles',
  'valueFormat',
  'submitWait',
  'disabled',
  'capture',
  'noPaste',
  'noPreviews',
  'dropTarget',
  'keepHandles',
  'view',
  'messages',
  'uploader',
  'value',
  'defaultValue',
]);

/** Connections that a browser makes to one host by HTTP/1.1. */
const CONCURRENCY_MAX = 6;

/**
 * The settings of the element: HTML's own names reflect as in HTML, no other does.
 */
export class UploaderProperties extends LitElement {
  /** Name of the form entries. */
  @property({ reflect: true, useDefault: true }) name = '';

  /** Kinds of files to take, as HTML's: `image/*,.pdf`. */
  @property({ reflect: true, useDefault: true }) accept = '';

  /** More than one file may be chosen. */
  @property({ type: Boolean, reflect: true }) multiple = false;

  /** A form needs at least one stored file. */
  @property({ type: Boolean, reflect: true }) required = false;

  /** Choosing and the row buttons are blocked; uploads under way go on, methods work. */
  @property({ type: Boolean, reflect: true }) disabled = false;

  /** Camera for the picker, as HTML's: `user` or `environment`. */
  @property({ reflect: true, useDefault: true }) capture = '';

  /** Alias of `directories`, as HTML's. */
  @property({ type: Boolean, reflect: true }) webkitdirectory = false;

  /** Same-origin proxy that speaks SMH's paths, or SMH's own address. */
  @property({ converter: textOrUnset }) endpoint: string | undefined;

  /** Library that the files go to. */
  @property({ attribute: 'library-id', converter: textOrUnset }) libraryId: string | undefined;

  /** Space in the library. @default '-' */
  @property({ attribute: 'space-id', converter: textOrUnset }) spaceId: string | undefined = '-';

  /** User on whose behalf files are stored. */
  @property({ attribute: 'user-id', converter: textOrUnset }) userId: string | undefined;

  /** Remote folder under which all files land, `/`-joined; created when missing. */
  @property({ converter: textOrUnset }) directory: string | undefined;

  /** A second button picks folders; implies `multiple`. */
  @property({ type: Boolean, converter: ownBoolean }) directories = false;

  /** Most files in the list. */
  @property({ attribute: 'max-files', converter: limitText }) maxFiles: number | string | undefined;

  /** Largest file in bytes, or `500MB` (10^6), `2 GiB` (2^30). */
  @property({ attribute: 'max-file-size', converter: limitText }) maxFileSize: SizeOption | undefined;

  /** Smallest file in bytes, or with a unit. */
  @property({ attribute: 'min-file-size', converter: limitText }) minFileSize: SizeOption | undefined;

  /** Most bytes of all files together, or with a unit. */
  @property({ attribute: 'max-total-size', converter: limitText }) maxTotalSize: SizeOption | undefined;

  /** Each batch waits in `queued` for `start()`. */
  @property({ attribute: 'manual-start', type: Boolean, converter: ownBoolean }) manualStart = false;

  /**
   * What happens where the name is taken: `rename`, `ask`, `overwrite`.
   *
   * @type {'rename' | 'ask' | 'overwrite'}
   * @default 'rename'
   */
  @property({ attribute: 'conflict-strategy', converter: textOrUnset }) conflictStrategy: string | undefined;

  /** Parts in flight over all files of the page, 1 to 6; adaptive when unset. */
  @property({ converter: textOrUnset }) concurrency: number | string | undefined;

  /** Size of a part in bytes or with a unit, rounded up to whole MiB; planned when unset. */
  @property({ attribute: 'part-size', converter: textOrUnset }) partSize: SizeOption | undefined;

  /** Bits a second that the store may take, forwarded to the start call. */
  @property({ attribute: 'traffic-limit', converter: textOrUnset }) trafficLimit: number | string | undefined;

  /** Forwarded to the start call. */
  @property({ attribute: 'prefer-same-origin', type: Boolean, converter: ownBoolean }) preferSameOrigin =
    false;

  /** No hashes are sent, so that every byte is. */
  @property({ attribute: 'no-instant-upload', type: Boolean, converter: ownBoolean }) noInstantUpload = false;

  /** Pasted files are left alone. */
  @property({ attribute: 'no-paste', type: Boolean, converter: ownBoolean }) noPaste = false;

  /** Images show as icons, like all other files. */
  @property({ attribute: 'no-previews', type: Boolean, converter: ownBoolean }) noPreviews = false;

  /** No CRC64 is computed and compared. */
  @property({ attribute: 'no-integrity-check', type: Boolean, converter: ownBoolean }) noIntegrityCheck =
    false;

  /** Nothing is kept for a later visit. */
  @property({ attribute: 'no-resume', type: Boolean, converter: ownBoolean }) noResume = false;

  /** The picker gives handles where the browser can, so that a later visit need not pick again. */
  @property({ attribute: 'keep-handles', type: Boolean, converter: ownBoolean }) keepHandles = false;

  /**
   * Whose unfinished uploads: they are kept and shown for the same scope and place only. Without it and
   * without `user-id`: for this tab.
   */
  @property({ attribute: 'resume-scope', converter: textOrUnset }) resumeScope: string | undefined;

  /** Days that unfinished uploads are kept. @default 7 */
  @property({ attribute: 'resume-days', converter: textOrUnset }) resumeDays: number | string | undefined;

  /** The page may be left without a question while files are on their way. */
  @property({ attribute: 'no-leave-guard', type: Boolean, converter: ownBoolean }) noLeaveGuard = false;

  /** The screen may go off while files are sent. */
  @property({ attribute: 'no-wake-lock', type: Boolean, converter: ownBoolean }) noWakeLock = false;

  /**
   * Where drops are taken: `self`, `page`, a selector or an `Element`; looked up at each drag.
   *
   * @type {'self' | 'page' | string | Element}
   * @default 'self'
   */
  @property({ attribute: 'drop-target', converter: textOrUnset }) dropTarget: DropTarget | undefined;

  /** Same-origin URL of the hash worker, for strict policies; or a TrustedScriptURL. */
  @property({ attribute: 'worker-url', converter: textOrUnset }) workerUrl:
    string | { toString(): string } | undefined;

  /**
   * `auto`, `wasm` or `native`.
   *
   * @type {'auto' | 'wasm' | 'native'}
   * @default 'auto'
   */
  @property({ attribute: 'hash-engine', converter: textOrUnset }) hashEngine: string | undefined;

  /**
   * `off`, `string` or `list`, for deployments that sign part by part.
   *
   * @type {'off' | 'string' | 'list'}
   * @default 'off'
   */
  @property({ attribute: 'part-number-range', converter: textOrUnset }) partNumberRange: string | undefined;

  /** Least number of files that a form is valid with. */
  @property({ attribute: 'min-files', converter: textOrUnset }) minFiles: number | string | undefined;

  /**
   * What a stored file puts into the form: `path` or `json`.
   *
   * @type {'path' | 'json'}
   * @default 'path'
   */
  @property({ attribute: 'value-format', converter: textOrUnset }) valueFormat: string | undefined;

  /** The form's submit waits until all files are stored. */
  @property({ attribute: 'submit-wait', type: Boolean, converter: ownBoolean }) submitWait = false;

  /**
   * `list`, `grid`, `compact` (one line that opens the list) or `none` (only the default slot is drawn).
   *
   * @type {'list' | 'grid' | 'compact' | 'none'}
   * @default 'list'
   */
  @property({ converter: textOrUnset }) view: string | undefined;

  /** Extra headers for `endpoint`; JSON text as attribute, an object or a function as property. */
  @property({ attribute: 'request-headers', converter: textOrUnset }) requestHeaders:
    RequestHeaders | string | undefined;

  /** Cookies go to `endpoint`. */
  @property({ attribute: 'with-credentials', type: Boolean, converter: ownBoolean }) withCredentials = false;

  /** Gives short-lived access tokens; looked up at each call. */
  @property({ attribute: false }) getAccessToken: GetAccessToken | undefined;

  /** The page's own callbacks; looked up at each call. */
  @property({ attribute: false }) backend: UploadBackend | Partial<UploadBackend> | undefined;

  /** Texts that replace those of the language. */
  @property({ attribute: false }) messages: MessageOverrides | undefined;

  /** Facts to store with a file. */
  @property({ attribute: false }) metadata: ((file: File) => FileMetadata | undefined) | undefined;

  /** The gate before a file enters. */
  @property({ attribute: false }) beforeAdd: BeforeAdd | undefined;

  /** Longest wait for an answer, in ms. @default 30000 */
  @property({ attribute: false }) callbackTimeout: number | undefined;

  /** Longest silence of a part, in ms. @default 30000 */
  @property({ attribute: false }) stallTimeout: number | undefined;

  /** Telemetry, redacted by construction. */
  @property({ attribute: false }) onRequest: ((report: RequestReport) => void) | undefined;

  /** Hosts that may receive bytes; patterns such as `*.myqcloud.com`. */
  @property({ attribute: false }) uploadHosts: readonly string[] | undefined;

  #accessToken: string | undefined;
  /** The token came since the last update, so that an endpoint that comes now is its own. */
  #isTokenFresh = false;
  #areOptionsChanged = true;
  readonly #warned = new Set<string>();

  /**
   * Access token of a template. Write-only: it goes to a private field, out of the
   * DOM, and always reads as undefined. `getAccessToken` wins over it; a new
   * `endpoint` drops it.
   */
  @property({ attribute: 'access-token', converter: textOrUnset, hasChanged: () => true })
  get accessToken(): string | undefined {
    return undefined;
  }

  set accessToken(accessToken: string | null | undefined) {
    this.#accessToken = accessToken ?? undefined;
  }

  override attributeChangedCallback(name: string, before: string | null, now: string | null): void {
    if (name === 'access-token') {
      this.#hideAccessToken();
      return;
    }
    super.attributeChangedCallback(name, before, now);
  }

  override connectedCallback(): void {
    this.#hideAccessToken();
    super.connectedCallback();
  }

  override requestUpdate(
    name?: PropertyKey,
    before?: unknown,
    options?: PropertyDeclaration,
    useNewValue?: boolean,
    newValue?: unknown,
  ): void {
    // LitElement's constructor calls this without a name, before there are private fields.
    if (name === 'accessToken') {
      this.#isTokenFresh = true;
    } else if (name === 'endpoint' && !this.#isTokenFresh) {
      const isAnother = (before ?? undefined) !== undefined && before !== this.endpoint;
      this.#accessToken = isAnother ? undefined : this.#accessToken;
    }
    if (name !== undefined && !VIEW_ONLY.has(name)) {
      this.#areOptionsChanged = true;
    }
    super.requestUpdate(name, before, options, useNewValue, newValue);
  }

  protected override willUpdate(_changed: PropertyValues<this>): void {
    this.#isTokenFresh = false;
  }

  /** Takes the token out of the DOM; before the element is connected it stays, as its template wrote it. */
  #hideAccessToken(): void {
    const accessToken = this.getAttribute('access-token');
    if (accessToken !== null && this.isConnected) {
      this.accessToken = accessToken;
      this.removeAttribute('access-token');
    }
  }

  /** True where folders may be picked. */
  protected get hasFolderButton(): boolean {
    return isOn(this.directories) || this.webkitdirectory;
  }

  /** True where more than one file may be chosen. */
  protected get isMultiple(): boolean {
    return this.multiple || this.hasFolderButton;
  }

  /** `accept` as a text: frameworks set null for "none". */
  protected get acceptText(): string {
    return typeof this.accept === 'string' ? this.accept : '';
  }

  /** One warning a mistake, for developers. */
  protected warnOnce(text: string): void {
    if (!this.#warned.has(text)) {
      this.#warned.add(text);
      console.warn(`<${this.localName}>: ${text}`);
    }
  }

  /** True where an option changed since this was asked last. */
  protected takeOptionsChanged(): boolean {
    const areChanged = this.#areOptionsChanged;
    this.#areOptionsChanged = false;
    return areChanged;
  }

  /** All options for the uploader, as they stand. */
  protected collectOptions(): UploaderOptions {
    const warn = (text: string): void => this.warnOnce(text);
    return withoutNulls({
      endpoint: this.endpoint,
      libraryId: this.libraryId,
      spaceId: this.spaceId,
      userId: this.userId,
      accessToken: this.#accessToken,
      getAccessToken: this.getAccessToken,
      backend: this.backend,
      requestHeaders: readRequestHeaders(this.requestHeaders, warn),
      withCredentials: isOn(this.withCredentials),
      directory: this.directory,
      accept: this.accept,
      multiple: this.isMultiple,
      directories: this.hasFolderButton,
      maxFiles: this.maxFiles,
      maxFileSize: this.maxFileSize,
      minFileSize: this.minFileSize,
      maxTotalSize: this.maxTotalSize,
      manualStart: isOn(this.manualStart),
      conflictStrategy: readChoice(
        'conflict-strategy',
        this.conflictStrategy,
        ['rename', 'ask', 'overwrite'],
        warn,
      ),
      concurrency: readCount('concurrency', this.concurrency, CONCURRENCY_MAX, warn),
      partSize: this.partSize,
      trafficLimit: this.trafficLimit,
      preferSameOrigin: isOn(this.preferSameOrigin),
      noInstantUpload: isOn(this.noInstantUpload),
      noIntegrityCheck: isOn(this.noIntegrityCheck),
      noResume: isOn(this.noResume),
      resumeScope: this.resumeScope,
      resumeDays: this.resumeDays,
      name: this.name,
      noLeaveGuard: isOn(this.noLeaveGuard),
      noWakeLock: isOn(this.noWakeLock),
      partNumberRange: readChoice('part-number-range', this.partNumberRange, ['off', 'string', 'list'], warn),
      hashEngine: readChoice('hash-engine', this.hashEngine, ['auto', 'wasm', 'native'], warn),
      workerUrl: this.workerUrl,
      metadata: this.metadata,
      beforeAdd: this.beforeAdd,
      callbackTimeout: this.callbackTimeout,
      stallTimeout: this.stallTimeout,
      onRequest: this.onRequest,
      uploadHosts: this.uploadHosts,
    });
  }
}

/** Frameworks set null for "not set". */
function withoutNulls(options: UploaderOptions): UploaderOptions {
  return Object.fromEntries(Object.entries(options).map(([option, value]) => [option, value ?? undefined]));
}
