import { defineLocale } from './define-locale.js';

defineLocale('nl', ['one', 'other'], ({ number, plural, counted, sized, limited, detailOr }) => {
  const files = plural('# bestand', '# bestanden');
  const atMost = (limit: string): string => `De limiet is ${limit}.`;
  const uploaded = plural('# bestand geüpload', '# bestanden geüpload');
  const needsYou = plural('# bestand vraagt aandacht', '# bestanden vragen aandacht');
  const uploadedAndNeedsYou = (done: number, needing: number): string =>
    `Geüpload: ${number(done)}. Vraagt aandacht: ${number(needing)}`;
  return {
    network: 'Verbinding verbroken. Je voortgang is bewaard.',
    offline: 'Je bent offline. Je voortgang is bewaard.',
    timeout: 'De server reageert niet. Je voortgang is bewaard.',
    'server-busy': 'De server heeft het druk. Probeer het over een minuut opnieuw.',
    'rate-limited': 'Te veel verzoeken. Probeer het over een minuut opnieuw.',
    'service-unavailable': 'De server kon dit bestand niet aannemen. Probeer het over een minuut opnieuw.',
    'access-denied': 'Je kunt hier geen bestanden toevoegen. Vraag de eigenaar om toegang.',
    'token-invalid': 'Je bent uitgelogd. Log in om verder te gaan.',
    'backend-failed': 'Deze site kon de upload niet starten. Probeer het later opnieuw.',
    'upload-expired': 'Deze upload is verlopen. Begin opnieuw.',
    'upload-gone': 'De server is het eerste deel kwijt. De upload moet vanaf het begin.',
    'quota-exceeded': 'Geen ruimte meer. Maak wat vrij en probeer het opnieuw.',
    'name-conflict': 'Er is hier al een bestand met deze naam. Hernoem het jouwe.',
    'invalid-name': counted(
      'Deze naam mag hier niet. Hernoem het bestand en voeg het opnieuw toe.',
      '# bestanden hebben namen die hier niet mogen. Hernoem ze en voeg ze opnieuw toe.',
    ),
    'directory-not-found': 'Deze plek bestaat niet meer. Kies een andere.',
    'directory-name-taken': 'Een bestand heeft de naam van deze map. Hernoem een van beide.',
    'type-not-allowed': limited(
      counted(
        'Dit soort bestand wordt hier niet aangenomen.',
        '# bestanden zijn van een soort die hier niet wordt aangenomen.',
      ),
      (kinds) => `Wel mogelijk: ${kinds}.`,
    ),
    'file-too-large': limited(
      sized((size) => `Te groot: ${size}.`, counted('Te groot.', '# bestanden zijn te groot.')),
      atMost,
    ),
    'sensitive-content': 'De server neemt de inhoud van dit bestand niet aan.',
    'file-changed': 'Het bestand is tijdens het uploaden veranderd. Kies het opnieuw.',
    'file-unreadable': 'Dit bestand gaat niet open. Misschien is het verplaatst.',
    'integrity-mismatch': 'De kopie kwam niet overeen met je bestand. Opnieuw versturen is veilig.',
    'too-many-parts': 'Te groot voor deze deelgrootte.',
    'part-refused': 'De opslag nam een stuk van dit bestand niet aan. Probeer het opnieuw.',
    'cors-blocked': 'De opslag laat deze site niet uploaden. Meld het de eigenaar van de site.',
    'policy-blocked': 'De beveiligingsregels van deze site houden de upload tegen. Meld het de eigenaar.',
    'not-found': 'Deze plek bestaat niet meer. Kies een andere.',
    'outcome-unknown':
      'Het is niet bekend of dit bestand is aangekomen. Kijk dat na voor je het opnieuw verstuurt.',
    'invalid-answer': 'Het antwoord van de server was onbegrijpelijk. Probeer het later opnieuw.',
    'invalid-option': 'Uploaden is hier niet goed ingesteld. Meld het de eigenaar van de site.',
    'unsupported-browser': 'Deze browser kan hier niet uploaden. Gebruik een actuele.',
    'worker-failed': 'Het bestand kon niet worden gecontroleerd. Probeer het opnieuw.',
    canceled: 'Geannuleerd',
    unknown: 'Dat lukte niet. Probeer het opnieuw.',

    'too-many-files': limited(
      counted('Dit bestand past er niet meer bij.', '# bestanden passen er niet meer bij.'),
      (limit) => `Maximum aantal: ${limit}.`,
    ),
    'file-too-small': limited(
      counted('Dit bestand is te klein.', '# bestanden zijn te klein.'),
      (limit) => `Het minimum is ${limit}.`,
    ),
    'total-too-large': limited('Samen zijn ze te groot. Haal er een paar weg om verder te gaan.', atMost),
    duplicate: counted('Staat al in de lijst.', '# bestanden staan al in de lijst.'),
    junk: counted(
      'Overgeslagen: gemaakt door het systeem.',
      '# bestanden van het systeem zijn overgeslagen.',
    ),
    unreadable: counted(
      'Dit bestand gaat niet open. Misschien is het verplaatst.',
      '# bestanden gaan niet open. Misschien zijn ze verplaatst.',
    ),
    custom: detailOr(
      counted('Dit bestand wordt hier niet aangenomen.', '# bestanden worden hier niet aangenomen.'),
    ),

    fileUpload: 'Bestanden uploaden',
    dropFiles: 'Zet bestanden of mappen hier neer',
    dropFile: 'Zet hier een bestand neer',
    addFiles: 'Bestanden toevoegen',
    addFile: 'Bestand toevoegen',
    chooseFiles: 'Bestanden kiezen',
    chooseFile: 'Bestand kiezen',
    chooseFolder: 'Map kiezen',
    takePhoto: 'Foto maken',
    dropMore: 'Zet hier meer bestanden neer, of',
    dropAnother: 'Zet hier een ander bestand neer, of',
    chooseAnother: 'Ander bestand kiezen',
    dropToAdd: (count) =>
      count === null
        ? 'Laat los om bestanden toe te voegen'
        : plural('Laat los om # bestand toe te voegen', 'Laat los om # bestanden toe te voegen')(count),
    dropLeavesOut: plural(
      '# bestand wordt overgeslagen vanwege het type',
      '# bestanden worden overgeslagen vanwege het type',
    ),
    dropRefused: 'Dit soort bestand wordt hier niet aangenomen',
    chooserDisabled: 'Bestanden toevoegen staat hier uit.',
    hintLargest: (size) => `Tot ${size} per stuk`,
    hintKinds: (kinds) => kinds,
    kindImages: 'Afbeeldingen',
    kindVideos: 'Video’s',
    kindAudio: 'Audio',
    kindText: 'Tekst',

    listLabel: 'Bestanden',
    summaryUploading: plural('# bestand wordt geüpload', '# bestanden worden geüpload'),
    summaryReady: plural('# bestand klaar om te uploaden', '# bestanden klaar om te uploaden'),
    summaryPaused: 'Gepauzeerd',
    summaryDone: uploaded,
    summaryNeedsYou: (done, needing) => (done === 0 ? needsYou(needing) : uploadedAndNeedsYou(done, needing)),
    summaryCanceled: plural('# bestand geannuleerd', '# bestanden geannuleerd'),
    doneOf: (done, all) => `${number(done)} van ${number(all)} klaar`,
    bytesOf: (sent, total) => `${sent} van ${total}`,
    aboutTimeLeft: (duration) => `nog ongeveer ${duration}`,
    timeLeft: (duration) => `nog ${duration}`,
    fewSecondsLeft: 'nog een paar seconden',
    progressOfAll: 'Voortgang van alle bestanden',
    progressOf: (name) => `Voortgang van ${name}`,
    progressValue: (percent, left) => (left === null ? percent : `${percent}, ${left}`),
    savedBytes: (size) => `${size} was er al`,

    fileCount: files,
    filterLabel: 'Bestanden filteren',
    filterAll: 'Alle',
    filterUploading: 'Bezig',
    filterWaiting: 'Wacht',
    filterNeedsYou: 'Vraagt aandacht',
    filterDone: 'Klaar',
    nothingHere: 'Hier zijn nu geen bestanden.',
    foldedErrors: (count, sentence) => `${files(count)}: ${sentence}`,
    show: 'Tonen',

    startAll: 'Upload starten',
    pauseAll: 'Alles pauzeren',
    resumeAll: 'Alles hervatten',
    retryAll: 'Alles opnieuw proberen',
    removeAll: 'Alles verwijderen',
    cancelAll: 'Alles annuleren',
    clearList: 'Lijst leegmaken',
    dismiss: 'Sluiten',
    tryAgain: 'Opnieuw proberen',

    pause: 'Pauzeren',
    resume: 'Hervatten',
    retry: 'Opnieuw proberen',
    tryNow: 'Nu proberen',
    cancel: 'Annuleren',
    remove: 'Verwijderen',
    undo: 'Ongedaan maken',
    actionOn: (action, name) => `${name}: ${action}`,

    statusQueued: 'Wacht',
    statusChecking: 'Controleren',
    statusCheckingPercent: (percent) => `Controleren: ${percent}`,
    statusStarting: 'Starten…',
    statusFinishing: 'Afronden…',
    statusPaused: 'Gepauzeerd',
    statusPausing: 'Pauzeren…',
    statusStopping: 'Stoppen…',
    statusCompleted: 'Geüpload',
    statusInstant: 'Was er al',
    statusHandedOver: 'Overgedragen',
    statusCanceled: 'Geannuleerd',
    statusRemoved: 'Verwijderd',
    waitOffline: 'Je bent offline. Het gaat vanzelf verder.',
    waitRetrying: 'Verbinding verbroken. Nieuwe poging…',
    waitRetryingIn: (duration) => `Verbinding verbroken. Nieuwe poging over ${duration}.`,
    waitServerBusy: 'De server heeft het druk. Nieuwe poging…',
    waitServerBusyIn: (duration) => `De server heeft het druk. Nieuwe poging over ${duration}.`,
    waitRenewing: 'Wachten op de server…',
    waitOtherTab: 'Wordt geüpload in een ander tabblad',
    waitHalted: 'Wacht tot het verder kan',

    conflictQuestion: 'Er is hier al een bestand met deze naam.',
    conflictElsewhere: 'Wacht op je antwoord',
    keepBoth: 'Beide bewaren',
    replace: 'Vervangen',
    skip: 'Overslaan',
    forAll: 'Voor alle',

    earlierUploads: plural(
      '# upload van de vorige keer is nog niet klaar.',
      '# uploads van de vorige keer zijn nog niet klaar.',
    ),
    earlierNeedFiles: plural(
      'Kies dit bestand opnieuw om de upload af te maken.',
      'Kies deze # bestanden opnieuw om de uploads af te maken.',
    ),
    andMore: (count) => `en nog ${number(count)}`,
    continueEarlier: 'Doorgaan',
    discardEarlier: 'Weggooien',

    addAs: (name) => `Toevoegen als “${name}”`,
    leftOut: plural('# bestand is overgeslagen', '# bestanden zijn overgeslagen'),
    announceAdded: plural('# bestand toegevoegd', '# bestanden toegevoegd'),
    announceFailed: (name) => `${name} is niet geüpload`,
    announceSum: (done, all, needing) =>
      needing === 0
        ? `Geüpload: ${number(done)} van ${number(all)}`
        : `Geüpload: ${number(done)} van ${number(all)}. Vraagt aandacht: ${number(needing)}`,
    announceSettled: (done, needing) => (needing === 0 ? uploaded(done) : uploadedAndNeedsYou(done, needing)),

    valueMissing: 'Kies een bestand.',
    tooFewFiles: (least) => `Kies minstens ${files(least)}.`,
    submitWaits: 'Je formulier wordt verzonden zodra alle bestanden geüpload zijn.',
    stillUploading: 'Er worden nog bestanden geüpload. Wacht tot ze klaar zijn.',
  };
});
