import { defineLocale } from './define-locale.js';

defineLocale(
  'he',
  ['one', 'two', 'other'],
  ({ number, plural, counted, sized, limited, detailOr, isolated }) => {
    const files = plural('קובץ אחד', 'שני קבצים', '# קבצים');
    const atMost = (limit: string): string => `המגבלה היא ${isolated(limit)}.`;
    const uploaded = plural('קובץ אחד הועלה', 'שני קבצים הועלו', '# קבצים הועלו');
    const needsYou = plural('קובץ אחד מחכה לך', 'שני קבצים מחכים לך', '# קבצים מחכים לך');
    const uploadedAndNeedsYou = (done: number, needing: number): string =>
      `הועלו: ${number(done)}. מחכים לך: ${number(needing)}`;
    return {
      network: 'החיבור אבד. ההתקדמות נשמרה.',
      offline: 'אין חיבור לרשת. ההתקדמות נשמרה.',
      timeout: 'השרת לא עונה. ההתקדמות נשמרה.',
      'server-busy': 'השרת עמוס. כדאי לנסות שוב בעוד דקה.',
      'rate-limited': 'יותר מדי בקשות. כדאי לנסות שוב בעוד דקה.',
      'service-unavailable': 'השרת לא הצליח לקבל את הקובץ. כדאי לנסות שוב בעוד דקה.',
      'access-denied': 'אין לך הרשאה להוסיף כאן קבצים. אפשר לבקש גישה מהבעלים.',
      'token-invalid': 'החשבון נותק. כדי להמשיך צריך להתחבר.',
      'backend-failed': 'האתר לא הצליח להתחיל בהעלאה. כדאי לנסות שוב מאוחר יותר.',
      'upload-expired': 'תוקף ההעלאה פג. אפשר להתחיל אותה מחדש.',
      'upload-gone': 'החלק הראשון אבד בשרת. צריך להתחיל מההתחלה.',
      'quota-exceeded': 'לא נשאר מקום. כדאי לפנות מעט ואז לנסות שוב.',
      'name-conflict': 'כבר יש כאן קובץ בשם הזה. אפשר לשנות את שם הקובץ שלך.',
      'invalid-name': counted(
        'השם הזה לא מותר. יש לשנות את שם הקובץ ולהוסיף אותו שוב.',
        'לשני קבצים יש שמות שאינם מותרים. יש לשנות אותם ולהוסיף שוב.',
        'ל־# קבצים יש שמות שאינם מותרים. יש לשנות אותם ולהוסיף שוב.',
      ),
      'directory-not-found': 'המקום הזה כבר לא קיים. יש לבחור מקום אחר.',
      'directory-name-taken': 'לקובץ אחד יש אותו שם כמו לתיקייה הזו. יש לשנות אחד מהשמות.',
      'type-not-allowed': limited(
        counted(
          'סוג הקובץ הזה לא מתקבל כאן.',
          'שני קבצים מסוג שלא מתקבל כאן.',
          '# קבצים מסוג שלא מתקבל כאן.',
        ),
        (kinds) => `מתקבלים: ${isolated(kinds)}.`,
      ),
      'file-too-large': limited(
        sized(
          (size) => `גדול מדי: ${isolated(size)}.`,
          counted('גדול מדי.', 'שני קבצים גדולים מדי.', '# קבצים גדולים מדי.'),
        ),
        atMost,
      ),
      'sensitive-content': 'השרת לא יקבל את התוכן של הקובץ הזה.',
      'file-changed': 'הקובץ השתנה בזמן ההעלאה. יש לבחור אותו שוב.',
      'file-unreadable': 'אי אפשר לפתוח את הקובץ הזה. ייתכן שהועבר.',
      'integrity-mismatch': 'העותק לא תואם לקובץ שלך. אפשר לשלוח שוב בבטחה.',
      'too-many-parts': 'גדול מדי לגודל החלקים הזה.',
      'part-refused': 'האחסון לא קיבל חלק מהקובץ הזה. כדאי לנסות שוב.',
      'cors-blocked': 'האחסון לא מאפשר לאתר הזה להעלות. כדאי להודיע לבעלי האתר.',
      'policy-blocked': 'כללי האבטחה של האתר חוסמים את ההעלאה. כדאי להודיע לבעליו.',
      'not-found': 'המקום הזה כבר לא קיים. יש לבחור מקום אחר.',
      'outcome-unknown': 'לא ידוע אם הקובץ הגיע. כדאי לבדוק לפני ששולחים אותו שוב.',
      'invalid-answer': 'תשובת השרת לא הייתה מובנת. כדאי לנסות שוב מאוחר יותר.',
      'invalid-option': 'ההעלאה לא מוגדרת כאן כראוי. כדאי להודיע לבעלי האתר.',
      'unsupported-browser': 'הדפדפן הזה לא יכול להעלות לכאן. יש להשתמש בדפדפן עדכני.',
      'worker-failed': 'לא היה אפשר לבדוק את הקובץ. כדאי לנסות שוב.',
      canceled: 'בוטל',
      unknown: 'זה לא הצליח. כדאי לנסות שוב.',

      'too-many-files': limited(
        counted('הקובץ הזה נשאר בחוץ.', 'שני קבצים נשארו בחוץ.', '# קבצים נשארו בחוץ.'),
        (limit) => `מספר הקבצים המרבי: ${isolated(limit)}.`,
      ),
      'file-too-small': limited(
        counted('הקובץ הזה קטן מדי.', 'שני קבצים קטנים מדי.', '# קבצים קטנים מדי.'),
        (limit) => `המינימום הוא ${isolated(limit)}.`,
      ),
      'total-too-large': limited('יחד הם גדולים מדי. כדי להמשיך יש להסיר כמה.', atMost),
      duplicate: counted('כבר ברשימה.', 'שני קבצים כבר ברשימה.', '# קבצים כבר ברשימה.'),
      junk: counted(
        'נשאר בחוץ: קובץ של המערכת.',
        'שני קבצים של המערכת נשארו בחוץ.',
        '# קבצים של המערכת נשארו בחוץ.',
      ),
      unreadable: counted(
        'אי אפשר לפתוח את הקובץ הזה. ייתכן שהועבר.',
        'אי אפשר לפתוח שני קבצים. ייתכן שהועברו.',
        'אי אפשר לפתוח # קבצים. ייתכן שהועברו.',
      ),
      custom: detailOr(
        counted('הקובץ הזה לא מתקבל כאן.', 'שני קבצים לא מתקבלים כאן.', '# קבצים לא מתקבלים כאן.'),
      ),

      fileUpload: 'העלאת קבצים',
      dropFiles: 'אפשר לגרור לכאן קבצים או תיקיות',
      dropFile: 'אפשר לגרור לכאן קובץ',
      addFiles: 'הוספת קבצים',
      addFile: 'הוספת קובץ',
      chooseFiles: 'בחירת קבצים',
      chooseFile: 'בחירת קובץ',
      chooseFolder: 'בחירת תיקייה',
      takePhoto: 'צילום תמונה',
      dropMore: 'אפשר לגרור עוד קבצים, או',
      dropAnother: 'אפשר לגרור קובץ אחר במקומו, או',
      chooseAnother: 'בחירת קובץ אחר',
      dropToAdd: (count) =>
        count === null
          ? 'שחרור יוסיף את הקבצים'
          : plural('שחרור יוסיף קובץ אחד', 'שחרור יוסיף שני קבצים', 'שחרור יוסיף # קבצים')(count),
      dropLeavesOut: plural(
        'קובץ אחד יישאר בחוץ בגלל הסוג',
        'שני קבצים יישארו בחוץ בגלל הסוג',
        '# קבצים יישארו בחוץ בגלל הסוג',
      ),
      dropRefused: 'סוג הקובץ הזה לא מתקבל כאן',
      chooserDisabled: 'הוספת קבצים כבויה כאן.',
      hintLargest: (size) => `עד ${isolated(size)} לקובץ`,
      hintKinds: (kinds) => kinds,
      kindImages: 'תמונות',
      kindVideos: 'סרטונים',
      kindAudio: 'שמע',
      kindText: 'טקסט',

      listLabel: 'קבצים',
      summaryUploading: plural('קובץ אחד בהעלאה', 'שני קבצים בהעלאה', '# קבצים בהעלאה'),
      summaryReady: plural('קובץ אחד מוכן להעלאה', 'שני קבצים מוכנים להעלאה', '# קבצים מוכנים להעלאה'),
      summaryPaused: 'מושהה',
      summaryDone: uploaded,
      summaryNeedsYou: (done, needing) =>
        done === 0 ? needsYou(needing) : uploadedAndNeedsYou(done, needing),
      summaryCanceled: plural('קובץ אחד בוטל', 'שני קבצים בוטלו', '# קבצים בוטלו'),
      doneOf: (done, all) => `${number(done)} מתוך ${number(all)} הושלמו`,
      bytesOf: (sent, total) => `${sent} מתוך ${isolated(total)}`,
      aboutTimeLeft: (duration) => `נותרו בערך ${duration}`,
      timeLeft: (duration) => `נותרו ${duration}`,
      fewSecondsLeft: 'נותרו כמה שניות',
      progressOfAll: 'התקדמות כל הקבצים',
      progressOf: (name) => `התקדמות: ${name}`,
      progressValue: (percent, left) => (left === null ? percent : `${percent}, ${left}`),
      savedBytes: (size) => `${isolated(size)} כבר היו שם`,

      fileCount: files,
      filterLabel: 'סינון קבצים',
      filterAll: 'הכול',
      filterUploading: 'בהעלאה',
      filterWaiting: 'ממתינים',
      filterNeedsYou: 'מחכים לך',
      filterDone: 'הושלמו',
      nothingHere: 'אין כאן קבצים כרגע.',
      foldedErrors: (count, sentence) => `${files(count)}: ${sentence}`,
      show: 'הצגה',

      startAll: 'התחלת ההעלאה',
      pauseAll: 'השהיית הכול',
      resumeAll: 'המשך הכול',
      retryAll: 'ניסיון חוזר לכול',
      removeAll: 'הסרת הכול',
      cancelAll: 'ביטול הכול',
      clearList: 'ניקוי הרשימה',
      dismiss: 'סגירה',
      tryAgain: 'ניסיון נוסף',

      pause: 'השהיה',
      resume: 'המשך',
      retry: 'ניסיון חוזר',
      tryNow: 'ניסיון עכשיו',
      cancel: 'ביטול',
      remove: 'הסרה',
      undo: 'שחזור',
      actionOn: (action, name) => `${action}: ${name}`,

      statusQueued: 'ממתין',
      statusChecking: 'בבדיקה',
      statusCheckingPercent: (percent) => `בבדיקה: ${percent}`,
      statusStarting: 'מתחיל…',
      statusFinishing: 'מסיים…',
      statusPaused: 'מושהה',
      statusPausing: 'משהה…',
      statusStopping: 'עוצר…',
      statusCompleted: 'הועלה',
      statusInstant: 'כבר היה שם',
      statusHandedOver: 'נמסר',
      statusCanceled: 'בוטל',
      statusRemoved: 'הוסר',
      waitOffline: 'אין חיבור לרשת. ימשיך מעצמו.',
      waitRetrying: 'החיבור אבד. מנסה שוב…',
      waitRetryingIn: (duration) => `החיבור אבד. ניסיון נוסף בעוד ${duration}.`,
      waitServerBusy: 'השרת עמוס. מנסה שוב…',
      waitServerBusyIn: (duration) => `השרת עמוס. ניסיון נוסף בעוד ${duration}.`,
      waitRenewing: 'ממתין לשרת…',
      waitOtherTab: 'בהעלאה בכרטיסייה אחרת',
      waitHalted: 'ממתין עד שיהיה אפשר להמשיך',

      conflictQuestion: 'כבר יש כאן קובץ בשם הזה.',
      conflictElsewhere: 'ממתין לתשובה שלך',
      keepBoth: 'לשמור את שניהם',
      replace: 'להחליף',
      skip: 'לדלג',
      forAll: 'לכולם',

      earlierUploads: plural(
        'העלאה אחת מהפעם הקודמת לא הושלמה.',
        'שתי העלאות מהפעם הקודמת לא הושלמו.',
        '# העלאות מהפעם הקודמת לא הושלמו.',
      ),
      earlierNeedFiles: plural(
        'יש לבחור שוב את הקובץ כדי להשלים את ההעלאה.',
        'יש לבחור שוב את שני הקבצים כדי להשלים את ההעלאות.',
        'יש לבחור שוב את # הקבצים כדי להשלים את ההעלאות.',
      ),
      andMore: (count) => `ועוד ${number(count)}`,
      continueEarlier: 'המשך',
      discardEarlier: 'ויתור',

      addAs: (name) => `הוספה בשם ${isolated(name)}`,
      leftOut: plural('קובץ אחד נשאר בחוץ', 'שני קבצים נשארו בחוץ', '# קבצים נשארו בחוץ'),
      announceAdded: plural('קובץ אחד נוסף', 'שני קבצים נוספו', '# קבצים נוספו'),
      announceFailed: (name) => `${name} לא הועלה`,
      announceSum: (done, all, needing) =>
        needing === 0
          ? `הועלו: ${number(done)} מתוך ${number(all)}`
          : `הועלו: ${number(done)} מתוך ${number(all)}. מחכים לך: ${number(needing)}`,
      announceSettled: (done, needing) =>
        needing === 0 ? uploaded(done) : uploadedAndNeedsYou(done, needing),

      valueMissing: 'יש לבחור קובץ.',
      tooFewFiles: (least) => `יש לבחור לפחות ${files(least)}.`,
      submitWaits: 'הטופס יישלח אחרי שכל הקבצים יועלו.',
      stillUploading: 'קבצים עדיין בהעלאה. יש להמתין עד שיסתיימו.',
    };
  },
);
