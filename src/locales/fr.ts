import { defineLocale } from './define-locale.js';

defineLocale('fr', ['one', 'many', 'other'], ({ number, plural, counted, sized, limited, detailOr }) => {
  const files = plural('# fichier', '# de fichiers', '# fichiers');
  const atMost = (limit: string): string => `La limite est de ${limit}.`;
  const uploaded = plural('# fichier envoyé', '# de fichiers envoyés', '# fichiers envoyés');
  const needsYou = plural(
    '# fichier a besoin de vous',
    '# de fichiers ont besoin de vous',
    '# fichiers ont besoin de vous',
  );
  const uploadedAndNeedsYou = (done: number, needing: number): string =>
    `Envoyés\u202f: ${number(done)}. À revoir\u202f: ${number(needing)}`;
  return {
    network: 'Connexion perdue. Votre progression est conservée.',
    offline: 'Vous êtes hors ligne. Votre progression est conservée.',
    timeout: 'Le serveur ne répond pas. Votre progression est conservée.',
    'server-busy': 'Le serveur est occupé. Réessayez dans une minute.',
    'rate-limited': 'Trop de demandes. Réessayez dans une minute.',
    'service-unavailable': 'Le serveur n’a pas pu prendre ce fichier. Réessayez dans une minute.',
    'access-denied': 'Vous ne pouvez pas ajouter de fichiers ici. Demandez l’accès au propriétaire.',
    'token-invalid': 'Vous avez été déconnecté. Connectez-vous pour continuer.',
    'backend-failed': 'Ce site n’a pas pu lancer l’envoi. Réessayez plus tard.',
    'upload-expired': 'Cet envoi a expiré. Recommencez-le.',
    'upload-gone': 'Le serveur a perdu la première partie. L’envoi doit repartir du début.',
    'quota-exceeded': 'Plus d’espace libre. Libérez-en un peu, puis réessayez.',
    'name-conflict': 'Un fichier porte déjà ce nom ici. Renommez le vôtre.',
    'invalid-name': counted(
      'Ce nom n’est pas autorisé. Renommez le fichier et ajoutez-le de nouveau.',
      '# de fichiers ont un nom non autorisé. Renommez-les et ajoutez-les de nouveau.',
      '# fichiers ont un nom non autorisé. Renommez-les et ajoutez-les de nouveau.',
    ),
    'directory-not-found': 'Cet emplacement n’existe plus. Choisissez-en un autre.',
    'directory-name-taken': 'Un fichier porte le nom de ce dossier. Renommez l’un des deux.',
    'type-not-allowed': limited(
      counted(
        'Ce type de fichier n’est pas accepté ici.',
        '# de fichiers sont d’un type non accepté ici.',
        '# fichiers sont d’un type non accepté ici.',
      ),
      (kinds) => `Types acceptés\u202f: ${kinds}.`,
    ),
    'file-too-large': limited(
      sized(
        (size) => `Trop gros\u202f: ${size}.`,
        counted('Trop gros.', '# de fichiers sont trop gros.', '# fichiers sont trop gros.'),
      ),
      atMost,
    ),
    'sensitive-content': 'Le serveur n’accepte pas le contenu de ce fichier.',
    'file-changed': 'Le fichier a changé pendant l’envoi. Choisissez-le de nouveau.',
    'file-unreadable': 'Impossible d’ouvrir ce fichier. Il a peut-être été déplacé.',
    'integrity-mismatch': 'La copie ne correspond pas à votre fichier. Vous pouvez le renvoyer sans risque.',
    'too-many-parts': 'Trop gros pour cette taille de morceau.',
    'part-refused': 'Le stockage n’a pas pris un morceau de ce fichier. Réessayez.',
    'cors-blocked': 'Le stockage ne laisse pas ce site envoyer de fichiers. Prévenez son responsable.',
    'policy-blocked': 'Les règles de sécurité de ce site bloquent l’envoi. Prévenez son responsable.',
    'not-found': 'Cet emplacement n’existe plus. Choisissez-en un autre.',
    'outcome-unknown': 'On ne sait pas si ce fichier est arrivé. Vérifiez avant de le renvoyer.',
    'invalid-answer': 'La réponse du serveur n’a pas été comprise. Réessayez plus tard.',
    'invalid-option': 'L’envoi est mal configuré ici. Prévenez le responsable du site.',
    'unsupported-browser': 'Ce navigateur ne peut pas envoyer de fichiers ici. Utilisez-en un récent.',
    'worker-failed': 'Le fichier n’a pas pu être vérifié. Réessayez.',
    canceled: 'Annulé',
    unknown: 'Cela n’a pas marché. Réessayez.',

    'too-many-files': limited(
      counted(
        'Ce fichier a été laissé de côté.',
        '# de fichiers ont été laissés de côté.',
        '# fichiers ont été laissés de côté.',
      ),
      (limit) => `Nombre maximal\u202f: ${limit}.`,
    ),
    'file-too-small': limited(
      counted(
        'Ce fichier est trop petit.',
        '# de fichiers sont trop petits.',
        '# fichiers sont trop petits.',
      ),
      (limit) => `Le minimum est de ${limit}.`,
    ),
    'total-too-large': limited('L’ensemble est trop gros. Retirez des fichiers pour continuer.', atMost),
    duplicate: counted(
      'Déjà dans la liste.',
      '# de fichiers sont déjà dans la liste.',
      '# fichiers sont déjà dans la liste.',
    ),
    junk: counted(
      'Laissé de côté\u202f: fichier du système.',
      '# de fichiers du système ont été laissés de côté.',
      '# fichiers du système ont été laissés de côté.',
    ),
    unreadable: counted(
      'Impossible d’ouvrir ce fichier. Il a peut-être été déplacé.',
      'Impossible d’ouvrir # de fichiers. Ils ont peut-être été déplacés.',
      'Impossible d’ouvrir # fichiers. Ils ont peut-être été déplacés.',
    ),
    custom: detailOr(
      counted(
        'Ce fichier n’est pas accepté ici.',
        '# de fichiers ne sont pas acceptés ici.',
        '# fichiers ne sont pas acceptés ici.',
      ),
    ),

    fileUpload: 'Envoi de fichiers',
    dropFiles: 'Déposez des fichiers ou des dossiers ici',
    dropFile: 'Déposez un fichier ici',
    addFiles: 'Ajouter des fichiers',
    addFile: 'Ajouter un fichier',
    chooseFiles: 'Choisir des fichiers',
    chooseFile: 'Choisir un fichier',
    chooseFolder: 'Choisir un dossier',
    takePhoto: 'Prendre une photo',
    dropMore: 'Déposez d’autres fichiers, ou',
    dropAnother: 'Déposez un autre fichier pour le remplacer, ou',
    chooseAnother: 'En choisir un autre',
    dropToAdd: (count) =>
      count === null
        ? 'Déposez pour ajouter des fichiers'
        : plural(
            'Déposez pour ajouter # fichier',
            'Déposez pour ajouter # de fichiers',
            'Déposez pour ajouter # fichiers',
          )(count),
    dropLeavesOut: plural(
      '# fichier sera laissé de côté à cause de son type',
      '# de fichiers seront laissés de côté à cause de leur type',
      '# fichiers seront laissés de côté à cause de leur type',
    ),
    dropRefused: 'Ce type de fichier n’est pas accepté ici',
    chooserDisabled: 'L’ajout de fichiers est désactivé ici.',
    hintLargest: (size) => `Jusqu’à ${size} par fichier`,
    hintKinds: (kinds) => kinds,
    kindImages: 'Images',
    kindVideos: 'Vidéos',
    kindAudio: 'Audio',
    kindText: 'Texte',

    listLabel: 'Fichiers',
    summaryUploading: plural('Envoi de # fichier', 'Envoi de # de fichiers', 'Envoi de # fichiers'),
    summaryReady: plural(
      '# fichier prêt à envoyer',
      '# de fichiers prêts à envoyer',
      '# fichiers prêts à envoyer',
    ),
    summaryPaused: 'En pause',
    summaryDone: uploaded,
    summaryNeedsYou: (done, needing) => (done === 0 ? needsYou(needing) : uploadedAndNeedsYou(done, needing)),
    summaryCanceled: plural('# fichier annulé', '# de fichiers annulés', '# fichiers annulés'),
    doneOf: (done, all) => `${number(done)} sur ${number(all)}`,
    bytesOf: (sent, total) => `${sent} sur ${total}`,
    aboutTimeLeft: (duration) => `encore ${duration} environ`,
    timeLeft: (duration) => `encore ${duration}`,
    fewSecondsLeft: 'encore quelques secondes',
    progressOfAll: 'Progression de tous les fichiers',
    progressOf: (name) => `Progression de ${name}`,
    progressValue: (percent, left) => (left === null ? percent : `${percent}, ${left}`),
    savedBytes: (size) => `${size} déjà sur place`,

    fileCount: files,
    filterLabel: 'Filtrer les fichiers',
    filterAll: 'Tous',
    filterUploading: 'En cours',
    filterWaiting: 'En attente',
    filterNeedsYou: 'À revoir',
    filterDone: 'Terminés',
    nothingHere: 'Aucun fichier ici pour l’instant.',
    foldedErrors: (count, sentence) => `${files(count)}\u202f: ${sentence}`,
    show: 'Voir',

    startAll: 'Lancer l’envoi',
    pauseAll: 'Tout mettre en pause',
    resumeAll: 'Tout reprendre',
    retryAll: 'Tout réessayer',
    removeAll: 'Tout retirer',
    cancelAll: 'Tout annuler',
    clearList: 'Vider la liste',
    dismiss: 'Fermer',
    tryAgain: 'Réessayer',

    pause: 'Pause',
    resume: 'Reprendre',
    retry: 'Réessayer',
    tryNow: 'Essayer maintenant',
    cancel: 'Annuler',
    remove: 'Retirer',
    undo: 'Restaurer',
    actionOn: (action, name) => `${action}\u202f: ${name}`,

    statusQueued: 'En attente',
    statusChecking: 'Vérification',
    statusCheckingPercent: (percent) => `Vérification\u202f: ${percent}`,
    statusStarting: 'Démarrage…',
    statusFinishing: 'Finalisation…',
    statusPaused: 'En pause',
    statusPausing: 'Mise en pause…',
    statusStopping: 'Arrêt…',
    statusCompleted: 'Envoyé',
    statusInstant: 'Déjà sur place',
    statusHandedOver: 'Transmis',
    statusCanceled: 'Annulé',
    statusRemoved: 'Retiré',
    waitOffline: 'Vous êtes hors ligne. L’envoi reprendra tout seul.',
    waitRetrying: 'Connexion perdue. Nouvel essai…',
    waitRetryingIn: (duration) => `Connexion perdue. Nouvel essai dans ${duration}.`,
    waitServerBusy: 'Le serveur est occupé. Nouvel essai…',
    waitServerBusyIn: (duration) => `Le serveur est occupé. Nouvel essai dans ${duration}.`,
    waitRenewing: 'En attente du serveur…',
    waitOtherTab: 'En cours d’envoi dans un autre onglet',
    waitHalted: 'En attente de pouvoir reprendre',

    conflictQuestion: 'Un fichier porte déjà ce nom ici.',
    conflictElsewhere: 'En attente de votre réponse',
    keepBoth: 'Garder les deux',
    replace: 'Remplacer',
    skip: 'Ignorer',
    forAll: 'Pour tous',

    earlierUploads: plural(
      '# envoi de la dernière fois n’est pas terminé.',
      '# d’envois de la dernière fois ne sont pas terminés.',
      '# envois de la dernière fois ne sont pas terminés.',
    ),
    earlierNeedFiles: plural(
      'Choisissez de nouveau ce fichier pour terminer son envoi.',
      'Choisissez de nouveau ces # de fichiers pour terminer leur envoi.',
      'Choisissez de nouveau ces # fichiers pour terminer leur envoi.',
    ),
    andMore: (count) => `et ${number(count)} de plus`,
    continueEarlier: 'Continuer',
    discardEarlier: 'Abandonner',

    addAs: (name) => `Ajouter sous le nom «\u202f${name}\u202f»`,
    leftOut: plural(
      '# fichier laissé de côté',
      '# de fichiers laissés de côté',
      '# fichiers laissés de côté',
    ),
    announceAdded: plural('# fichier ajouté', '# de fichiers ajoutés', '# fichiers ajoutés'),
    announceFailed: (name) => `${name} n’a pas été envoyé`,
    announceSum: (done, all, needing) =>
      needing === 0
        ? `Envoyés\u202f: ${number(done)} sur ${number(all)}`
        : `Envoyés\u202f: ${number(done)} sur ${number(all)}. À revoir\u202f: ${number(needing)}`,
    announceSettled: (done, needing) => (needing === 0 ? uploaded(done) : uploadedAndNeedsYou(done, needing)),

    valueMissing: 'Choisissez un fichier.',
    tooFewFiles: (least) => `Choisissez au moins ${files(least)}.`,
    submitWaits: 'Le formulaire partira une fois tous les fichiers envoyés.',
    stillUploading: 'Des fichiers sont encore en cours d’envoi. Attendez qu’ils soient terminés.',
  };
});
