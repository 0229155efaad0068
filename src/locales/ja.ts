import { defineLocale } from './define-locale.js';

defineLocale('ja', ['other'], ({ number, plural, counted, single, sized, limited, detailOr }) => {
  const files = plural('# 個のファイル');
  const atMost = (limit: string): string => `上限は ${limit} です。`;
  const uploaded = plural('# 個のファイルをアップロードしました');
  const needsYou = plural('# 個のファイルに確認が必要です');
  const uploadedAndNeedsYou = (done: number, needing: number): string =>
    `${number(done)} 個をアップロード、${number(needing)} 個に確認が必要です`;
  return {
    network: '接続が切れました。ここまでの分は保存されています。',
    offline: 'オフラインです。ここまでの分は保存されています。',
    timeout: 'サーバーの応答がありません。ここまでの分は保存されています。',
    'server-busy': 'サーバーが混み合っています。1 分後にもう一度お試しください。',
    'rate-limited': 'リクエストが多すぎます。1 分後にもう一度お試しください。',
    'service-unavailable': 'サーバーがこのファイルを受け取れませんでした。1 分後にもう一度お試しください。',
    'access-denied': 'ここにはファイルを追加できません。所有者に権限を依頼してください。',
    'token-invalid': 'サインアウトしました。続けるにはサインインしてください。',
    'backend-failed': 'このサイトはアップロードを開始できませんでした。後でもう一度お試しください。',
    'upload-expired': 'このアップロードは期限が切れました。もう一度開始してください。',
    'upload-gone': 'サーバーで最初の部分が失われました。最初からやり直す必要があります。',
    'quota-exceeded': '空き容量がありません。容量を空けてから再試行してください。',
    'name-conflict': '同じ名前のファイルがすでにあります。名前を変更してください。',
    'invalid-name': single(
      'この名前は使えません。名前を変更して追加し直してください。',
      counted('# 個のファイルの名前は使えません。名前を変更して追加し直してください。'),
    ),
    'directory-not-found': 'この場所はもうありません。別の場所を選んでください。',
    'directory-name-taken':
      'このフォルダーと同じ名前のファイルがあります。どちらかの名前を変更してください。',
    'type-not-allowed': limited(
      single(
        'この種類のファイルはここでは使えません。',
        counted('# 個のファイルはここでは使えない種類です。'),
      ),
      (kinds) => `使える種類：${kinds}。`,
    ),
    'file-too-large': limited(
      sized(
        (size) => `大きすぎます（${size}）。`,
        single('大きすぎます。', counted('# 個のファイルが大きすぎます。')),
      ),
      atMost,
    ),
    'sensitive-content': 'サーバーはこのファイルの内容を受け付けません。',
    'file-changed': 'アップロード中にファイルが変更されました。もう一度選んでください。',
    'file-unreadable': 'このファイルを開けません。移動した可能性があります。',
    'integrity-mismatch': 'コピーが元のファイルと一致しませんでした。安心して送り直せます。',
    'too-many-parts': 'このパートサイズには大きすぎます。',
    'part-refused': 'ストレージがファイルの一部を受け取りませんでした。再試行してください。',
    'cors-blocked':
      'ストレージがこのサイトからのアップロードを許可していません。サイトの管理者に伝えてください。',
    'policy-blocked':
      'このサイトのセキュリティ設定でアップロードできません。サイトの管理者に伝えてください。',
    'not-found': 'この場所はもうありません。別の場所を選んでください。',
    'outcome-unknown': 'このファイルが届いたか不明です。送り直す前に確認してください。',
    'invalid-answer': 'サーバーの応答を理解できませんでした。後でもう一度お試しください。',
    'invalid-option': 'アップロードの設定が正しくありません。サイトの管理者に伝えてください。',
    'unsupported-browser': 'このブラウザーではアップロードできません。新しいブラウザーをお使いください。',
    'worker-failed': 'ファイルを確認できませんでした。もう一度お試しください。',
    canceled: 'キャンセルしました',
    unknown: 'うまくいきませんでした。もう一度お試しください。',

    'too-many-files': limited(
      single('このファイルは追加されませんでした。', counted('# 個のファイルは追加されませんでした。')),
      (limit) => `最大 ${limit} 個です。`,
    ),
    'file-too-small': limited(
      single('このファイルは小さすぎます。', counted('# 個のファイルが小さすぎます。')),
      (limit) => `${limit} 以上が必要です。`,
    ),
    'total-too-large': limited('合計が大きすぎます。いくつか外してください。', atMost),
    duplicate: single('すでにリストにあります。', counted('# 個のファイルはすでにリストにあります。')),
    junk: single('除外しました（システムのファイル）。', counted('システムのファイル # 個を除外しました。')),
    unreadable: single(
      'このファイルを開けません。移動した可能性があります。',
      counted('# 個のファイルを開けません。移動した可能性があります。'),
    ),
    custom: detailOr(
      single('このファイルはここでは使えません。', counted('# 個のファイルはここでは使えません。')),
    ),

    fileUpload: 'ファイルのアップロード',
    dropFiles: 'ファイルやフォルダーをここにドロップ',
    dropFile: 'ファイルをここにドロップ',
    addFiles: 'ファイルを追加',
    addFile: 'ファイルを 1 つ追加',
    chooseFiles: 'ファイルを選択',
    chooseFile: 'ファイルを 1 つ選択',
    chooseFolder: 'フォルダーを選択',
    takePhoto: '写真を撮る',
    dropMore: 'さらにドロップ、または',
    dropAnother: '別のファイルをドロップして置き換え、または',
    chooseAnother: '別のファイルを選択',
    dropToAdd: (count) =>
      count === null ? 'ドロップして追加' : plural('ドロップして # 個のファイルを追加')(count),
    dropLeavesOut: plural('# 個のファイルは使えない種類のため除外されます'),
    dropRefused: 'この種類のファイルはここでは使えません',
    chooserDisabled: 'ここではファイルを追加できません。',
    hintLargest: (size) => `1 個あたり ${size} まで`,
    hintKinds: (kinds) => kinds,
    kindImages: '画像',
    kindVideos: '動画',
    kindAudio: '音声',
    kindText: 'テキスト',

    listLabel: 'ファイル',
    summaryUploading: plural('# 個のファイルをアップロード中'),
    summaryReady: plural('# 個のファイルをアップロードできます'),
    summaryPaused: '一時停止中',
    summaryDone: uploaded,
    summaryNeedsYou: (done, needing) => (done === 0 ? needsYou(needing) : uploadedAndNeedsYou(done, needing)),
    summaryCanceled: plural('# 個のファイルをキャンセルしました'),
    doneOf: (done, all) => `${number(all)} 個中 ${number(done)} 個完了`,
    bytesOf: (sent, total) => `${sent} / ${total}`,
    aboutTimeLeft: (duration) => `残り約 ${duration}`,
    timeLeft: (duration) => `残り ${duration}`,
    fewSecondsLeft: '残り数秒',
    progressOfAll: 'すべてのファイルの進行状況',
    progressOf: (name) => `${name} の進行状況`,
    progressValue: (percent, left) => (left === null ? percent : `${percent}、${left}`),
    savedBytes: (size) => `${size} は保存済み`,

    fileCount: files,
    filterLabel: 'ファイルの絞り込み',
    filterAll: 'すべて',
    filterUploading: 'アップロード中',
    filterWaiting: '待機中',
    filterNeedsYou: '要確認',
    filterDone: '完了',
    nothingHere: '現在、ここにファイルはありません。',
    foldedErrors: (count, sentence) => `${files(count)}：${sentence}`,
    show: '表示',

    startAll: 'アップロードを開始',
    pauseAll: 'すべて一時停止',
    resumeAll: 'すべて再開',
    retryAll: 'すべて再試行',
    removeAll: 'すべて削除',
    cancelAll: 'すべてキャンセル',
    clearList: 'リストを消去',
    dismiss: '閉じる',
    tryAgain: 'もう一度試す',

    pause: '一時停止',
    resume: '再開',
    retry: '再試行',
    tryNow: '今すぐ試す',
    cancel: 'キャンセル',
    remove: '削除',
    undo: '元に戻す',
    actionOn: (action, name) => `${name} を${action}`,

    statusQueued: '待機中',
    statusChecking: '確認中',
    statusCheckingPercent: (percent) => `確認中 ${percent}`,
    statusStarting: '開始しています…',
    statusFinishing: '仕上げています…',
    statusPaused: '一時停止中',
    statusPausing: '一時停止しています…',
    statusStopping: '停止しています…',
    statusCompleted: 'アップロード済み',
    statusInstant: '保存済み',
    statusHandedOver: '引き渡し済み',
    statusCanceled: 'キャンセルしました',
    statusRemoved: '削除しました',
    waitOffline: 'オフラインです。つながると自動で続きます。',
    waitRetrying: '接続が切れました。再試行しています…',
    waitRetryingIn: (duration) => `接続が切れました。${duration}後に再試行します。`,
    waitServerBusy: 'サーバーが混み合っています。再試行しています…',
    waitServerBusyIn: (duration) => `サーバーが混み合っています。${duration}後に再試行します。`,
    waitRenewing: 'サーバーを待っています…',
    waitOtherTab: '別のタブでアップロード中',
    waitHalted: '再開できるまで待機中',

    conflictQuestion: '同じ名前のファイルがすでにあります。',
    conflictElsewhere: '回答を待っています',
    keepBoth: '両方残す',
    replace: '置き換える',
    skip: 'スキップ',
    forAll: 'すべてに適用',

    earlierUploads: plural('前回のアップロード # 件が完了していません。'),
    earlierNeedFiles: (count) =>
      count === 1
        ? 'このファイルをもう一度選ぶと、アップロードが完了します。'
        : plural('この # 個のファイルをもう一度選ぶと、アップロードが完了します。')(count),
    andMore: (count) => `ほか ${number(count)} 件`,
    continueEarlier: '続ける',
    discardEarlier: '破棄',

    addAs: (name) => `「${name}」として追加`,
    leftOut: plural('# 個のファイルを除外しました'),
    announceAdded: plural('# 個のファイルを追加しました'),
    announceFailed: (name) => `${name} はアップロードされませんでした`,
    announceSum: (done, all, needing) =>
      needing === 0
        ? `${number(all)} 個中 ${number(done)} 個をアップロードしました`
        : `${number(all)} 個中 ${number(done)} 個をアップロード、${number(needing)} 個に確認が必要です`,
    announceSettled: (done, needing) => (needing === 0 ? uploaded(done) : uploadedAndNeedsYou(done, needing)),

    valueMissing: 'ファイルを選んでください。',
    tooFewFiles: plural('# 個以上のファイルを選んでください。'),
    submitWaits: 'すべてのアップロードが終わると、フォームが送信されます。',
    stillUploading: 'まだアップロード中のファイルがあります。終わるまでお待ちください。',
  };
});
