import { defineLocale } from './define-locale.js';

defineLocale('de', ['one', 'other'], ({ number, plural, counted, sized, limited, detailOr }) => {
  const files = plural('# Datei', '# Dateien');
  const atMost = (limit: string): string => `Höchstens ${limit}.`;
  const uploaded = plural('# Datei hochgeladen', '# Dateien hochgeladen');
  const needsYou = plural('# Datei braucht dich', '# Dateien brauchen dich');
  const uploadedAndNeedsYou = (done: number, needing: number): string =>
    `${number(done)} hochgeladen, offen: ${number(needing)}`;
  return {
    network: 'Verbindung verloren. Der Fortschritt bleibt erhalten.',
    offline: 'Du bist offline. Der Fortschritt bleibt erhalten.',
    timeout: 'Der Server antwortet nicht. Der Fortschritt bleibt erhalten.',
    'server-busy': 'Der Server ist ausgelastet. Versuch es in einer Minute noch einmal.',
    'rate-limited': 'Zu viele Anfragen. Versuch es in einer Minute noch einmal.',
    'service-unavailable':
      'Der Server konnte diese Datei nicht annehmen. Versuch es in einer Minute noch einmal.',
    'access-denied': 'Hier kannst du nichts hinzufügen. Bitte den Besitzer um Zugriff.',
    'token-invalid': 'Du wurdest abgemeldet. Melde dich an, um fortzufahren.',
    'backend-failed': 'Diese Website konnte den Upload nicht starten. Versuch es später noch einmal.',
    'upload-expired': 'Dieser Upload ist abgelaufen. Starte ihn neu.',
    'upload-gone': 'Der erste Teil ging auf dem Server verloren. Der Upload muss von vorn beginnen.',
    'quota-exceeded': 'Kein Platz mehr. Schaffe etwas Platz und wiederhole es dann.',
    'name-conflict': 'Eine Datei mit diesem Namen gibt es hier schon. Benenne deine um.',
    'invalid-name': counted(
      'Dieser Name ist nicht erlaubt. Benenne die Datei um und füge sie neu hinzu.',
      '# Dateien haben Namen, die nicht erlaubt sind. Benenne sie um und füge sie neu hinzu.',
    ),
    'directory-not-found': 'Diesen Ort gibt es nicht mehr. Wähle einen anderen.',
    'directory-name-taken': 'Eine Datei heißt wie dieser Ordner. Benenne eines von beiden um.',
    'type-not-allowed': limited(
      counted(
        'Diese Art von Datei wird hier nicht angenommen.',
        '# Dateien sind von einer Art, die hier nicht angenommen wird.',
      ),
      (kinds) => `Möglich: ${kinds}.`,
    ),
    'file-too-large': limited(
      sized((size) => `Zu groß: ${size}.`, counted('Zu groß.', '# Dateien sind zu groß.')),
      atMost,
    ),
    'sensitive-content': 'Der Server nimmt den Inhalt dieser Datei nicht an.',
    'file-changed': 'Die Datei hat sich während des Uploads geändert. Wähle sie neu aus.',
    'file-unreadable': 'Diese Datei lässt sich nicht öffnen. Vielleicht wurde sie verschoben.',
    'integrity-mismatch':
      'Die Kopie stimmt nicht mit deiner Datei überein. Sie noch einmal zu senden ist sicher.',
    'too-many-parts': 'Zu groß für diese Teilgröße.',
    'part-refused': 'Der Speicher hat einen Teil der Datei nicht angenommen. Wiederhole es.',
    'cors-blocked': 'Der Speicher lässt diese Website nicht hochladen. Sag es dem Betreiber.',
    'policy-blocked': 'Die Sicherheitsregeln dieser Website verhindern den Upload. Sag es dem Betreiber.',
    'not-found': 'Diesen Ort gibt es nicht mehr. Wähle einen anderen.',
    'outcome-unknown':
      'Es ist nicht bekannt, ob diese Datei ankam. Sieh nach, bevor du sie noch einmal sendest.',
    'invalid-answer': 'Die Antwort des Servers ergab keinen Sinn. Versuch es später noch einmal.',
    'invalid-option': 'Der Upload ist hier nicht richtig eingerichtet. Sag es dem Betreiber.',
    'unsupported-browser': 'Dieser Browser kann hier nicht hochladen. Nimm einen aktuellen.',
    'worker-failed': 'Die Datei konnte nicht geprüft werden. Versuch es noch einmal.',
    canceled: 'Abgebrochen',
    unknown: 'Das hat nicht geklappt. Versuch es noch einmal.',

    'too-many-files': limited(
      counted('Diese Datei passt nicht mehr dazu.', '# Dateien passen nicht mehr dazu.'),
      (limit) => `Höchstzahl: ${limit}.`,
    ),
    'file-too-small': limited(
      counted('Diese Datei ist zu klein.', '# Dateien sind zu klein.'),
      (limit) => `Mindestens ${limit}.`,
    ),
    'total-too-large': limited('Zusammen sind sie zu groß. Nimm einige heraus.', atMost),
    duplicate: counted('Schon in der Liste.', '# Dateien sind schon in der Liste.'),
    junk: counted('Ausgelassen: vom System angelegt.', '# vom System angelegte Dateien wurden ausgelassen.'),
    unreadable: counted(
      'Diese Datei lässt sich nicht öffnen. Vielleicht wurde sie verschoben.',
      '# Dateien lassen sich nicht öffnen. Vielleicht wurden sie verschoben.',
    ),
    custom: detailOr(
      counted('Diese Datei wird hier nicht angenommen.', '# Dateien werden hier nicht angenommen.'),
    ),

    fileUpload: 'Datei-Upload',
    dropFiles: 'Dateien oder Ordner hier ablegen',
    dropFile: 'Eine Datei hier ablegen',
    addFiles: 'Dateien hinzufügen',
    addFile: 'Datei hinzufügen',
    chooseFiles: 'Dateien auswählen',
    chooseFile: 'Datei auswählen',
    chooseFolder: 'Ordner auswählen',
    takePhoto: 'Foto aufnehmen',
    dropMore: 'Weitere Dateien ablegen oder',
    dropAnother: 'Zum Ersetzen eine andere Datei ablegen oder',
    chooseAnother: 'Andere auswählen',
    dropToAdd: (count) =>
      count === null
        ? 'Loslassen, um Dateien hinzuzufügen'
        : plural('Loslassen, um # Datei hinzuzufügen', 'Loslassen, um # Dateien hinzuzufügen')(count),
    dropLeavesOut: plural(
      '# Datei wird wegen ihrer Art ausgelassen',
      '# Dateien werden wegen ihrer Art ausgelassen',
    ),
    dropRefused: 'Diese Art von Datei wird hier nicht angenommen',
    chooserDisabled: 'Dateien hinzuzufügen ist hier abgeschaltet.',
    hintLargest: (size) => `Je bis zu ${size}`,
    hintKinds: (kinds) => kinds,
    kindImages: 'Bilder',
    kindVideos: 'Videos',
    kindAudio: 'Audio',
    kindText: 'Text',

    listLabel: 'Dateien',
    summaryUploading: plural('# Datei wird hochgeladen', '# Dateien werden hochgeladen'),
    summaryReady: plural('# Datei bereit zum Hochladen', '# Dateien bereit zum Hochladen'),
    summaryPaused: 'Angehalten',
    summaryDone: uploaded,
    summaryNeedsYou: (done, needing) => (done === 0 ? needsYou(needing) : uploadedAndNeedsYou(done, needing)),
    summaryCanceled: plural('# Datei abgebrochen', '# Dateien abgebrochen'),
    doneOf: (done, all) => `${number(done)} von ${number(all)} fertig`,
    bytesOf: (sent, total) => `${sent} von ${total}`,
    aboutTimeLeft: (duration) => `noch etwa ${duration}`,
    timeLeft: (duration) => `noch ${duration}`,
    fewSecondsLeft: 'noch ein paar Sekunden',
    progressOfAll: 'Fortschritt aller Dateien',
    progressOf: (name) => `Fortschritt von ${name}`,
    progressValue: (percent, left) => (left === null ? percent : `${percent}, ${left}`),
    savedBytes: (size) => `${size} schon vorhanden`,

    fileCount: files,
    filterLabel: 'Dateien filtern',
    filterAll: 'Alle',
    filterUploading: 'Läuft',
    filterWaiting: 'Wartet',
    filterNeedsYou: 'Braucht dich',
    filterDone: 'Fertig',
    nothingHere: 'Hier sind gerade keine Dateien.',
    foldedErrors: (count, sentence) => `${files(count)}: ${sentence}`,
    show: 'Anzeigen',

    startAll: 'Upload starten',
    pauseAll: 'Alle anhalten',
    resumeAll: 'Alle fortsetzen',
    retryAll: 'Alle wiederholen',
    removeAll: 'Alle entfernen',
    cancelAll: 'Alle abbrechen',
    clearList: 'Liste leeren',
    dismiss: 'Schließen',
    tryAgain: 'Noch einmal versuchen',

    pause: 'Anhalten',
    resume: 'Fortsetzen',
    retry: 'Wiederholen',
    tryNow: 'Jetzt versuchen',
    cancel: 'Abbrechen',
    remove: 'Entfernen',
    undo: 'Rückgängig',
    actionOn: (action, name) => `${name}: ${action}`,

    statusQueued: 'Wartet',
    statusChecking: 'Wird geprüft',
    statusCheckingPercent: (percent) => `Wird geprüft: ${percent}`,
    statusStarting: 'Startet…',
    statusFinishing: 'Wird abgeschlossen…',
    statusPaused: 'Angehalten',
    statusPausing: 'Wird angehalten…',
    statusStopping: 'Wird beendet…',
    statusCompleted: 'Hochgeladen',
    statusInstant: 'Schon vorhanden',
    statusHandedOver: 'Übergeben',
    statusCanceled: 'Abgebrochen',
    statusRemoved: 'Entfernt',
    waitOffline: 'Du bist offline. Es geht von selbst weiter.',
    waitRetrying: 'Verbindung verloren. Neuer Versuch…',
    waitRetryingIn: (duration) => `Verbindung verloren. Neuer Versuch in ${duration}`,
    waitServerBusy: 'Der Server ist ausgelastet. Neuer Versuch…',
    waitServerBusyIn: (duration) => `Der Server ist ausgelastet. Neuer Versuch in ${duration}`,
    waitRenewing: 'Wartet auf den Server…',
    waitOtherTab: 'Wird in einem anderen Tab hochgeladen',
    waitHalted: 'Wartet, bis es weitergehen kann',

    conflictQuestion: 'Eine Datei mit diesem Namen gibt es hier schon.',
    conflictElsewhere: 'Wartet auf deine Antwort',
    keepBoth: 'Beide behalten',
    replace: 'Ersetzen',
    skip: 'Überspringen',
    forAll: 'Für alle',

    earlierUploads: plural(
      '# Upload vom letzten Mal ist noch nicht fertig.',
      '# Uploads vom letzten Mal sind noch nicht fertig.',
    ),
    earlierNeedFiles: plural(
      'Wähle diese Datei noch einmal, um ihren Upload abzuschließen.',
      'Wähle diese # Dateien noch einmal, um ihre Uploads abzuschließen.',
    ),
    andMore: (count) => `und ${number(count)} weitere`,
    continueEarlier: 'Fortsetzen',
    discardEarlier: 'Verwerfen',

    addAs: (name) => `Als „${name}“ hinzufügen`,
    leftOut: plural('# Datei wurde ausgelassen', '# Dateien wurden ausgelassen'),
    announceAdded: plural('# Datei hinzugefügt', '# Dateien hinzugefügt'),
    announceFailed: (name) => `${name} wurde nicht hochgeladen`,
    announceSum: (done, all, needing) =>
      needing === 0
        ? `${number(done)} von ${number(all)} hochgeladen`
        : `${number(done)} von ${number(all)} hochgeladen, offen: ${number(needing)}`,
    announceSettled: (done, needing) => (needing === 0 ? uploaded(done) : uploadedAndNeedsYou(done, needing)),

    valueMissing: 'Wähle eine Datei.',
    tooFewFiles: (least) => `Wähle mindestens ${files(least)}.`,
    submitWaits: 'Dein Formular wird gesendet, sobald alle Dateien hochgeladen sind.',
    stillUploading: 'Es werden noch Dateien hochgeladen. Warte, bis sie fertig sind.',
  };
});
